// A button that opens a room on the server of this page, and the facilitator's page in a new tab.
const ABOUT = "Everybody votes on a phone, with these must-haves and frameworks. You see who has voted and reveal the result.";
const MISSING = "This server has no rooms. Install backend-advisor[workshop] and start it with: advisor serve --workshop";
const AWAY = "The server cannot be reached.";

/** Path of the server; Voilà and JupyterLab write it into the page. */
function server() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl;
  } catch {
    return undefined;
  }
}

// A server with accounts takes a request only with the value of its cookie.
const cookie = () => /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";

async function open(base, choices) {
  const headers = { "Content-Type": "application/json", "X-XSRFToken": cookie() };
  const answer = await fetch(`${base}workshop/rooms`, { method: "POST", headers, body: JSON.stringify({ choices }) });
  const json = answer.headers.get("Content-Type")?.startsWith("application/json");
  const said = json ? await answer.json() : {};
  if (!answer.ok) throw new Error(said.error ?? said.message ?? MISSING);
  return { base, code: said.code, key: said.key };
}

/** What participants need, for a page that is shown to them: code, link and QR code. */
function invitation({ base, code }) {
  const link = new URL(`${base}workshop/${code}`, location.href).href;
  const box = document.createElement("div");
  const about = box.appendChild(document.createElement("p"));
  const way = Object.assign(document.createElement("a"), { href: link, target: "_blank", textContent: link });
  way.style.textDecoration = "underline";
  about.append(`Join with the code ${code} at `, way);
  const image = box.appendChild(document.createElement("img"));
  const drawn = `${base}workshop/${code}/code.svg?address=${encodeURIComponent(link)}`;
  Object.assign(image, { src: drawn, alt: "QR code of the room’s address", width: 240 });
  image.style.background = "#fff";
  return box;
}

function render({ model, el }) {
  const base = server();
  if (base === undefined) return;
  const heading = el.appendChild(document.createElement("h2"));
  heading.textContent = "Vote in a group";
  const about = el.appendChild(document.createElement("p"));
  about.textContent = ABOUT;
  const button = el.appendChild(document.createElement("button"));
  Object.assign(button, { type: "button", className: "jupyter-button advisor-combine advisor-room", textContent: "Open a room" });
  const said = el.appendChild(document.createElement("p"));
  said.setAttribute("role", "status");
  const show = (room) => {
    const link = document.createElement("a");
    const address = `${room.base}workshop/${room.code}/host#${room.key}`;
    Object.assign(link, { href: address, target: "_blank", textContent: "Facilitator’s page of the room" });
    link.style.textDecoration = "underline"; // JupyterLab takes it away
    said.replaceChildren(link, " Keep this link to yourself.");
    if (model.get("opened")) said.append(invitation(room)); // in a notebook
    return link.href;
  };
  if (model.get("opened")?.code) show(model.get("opened"));
  button.addEventListener("click", async () => {
    const tab = window.open("", "_blank"); // at once: a later one would be blocked
    button.disabled = true;
    said.textContent = "Opening …";
    try {
      const room = await open(base, model.get("choices"));
      const address = show(room);
      if (tab) tab.location = address;
      if (model.get("opened")) {
        model.set("opened", room);
        model.save_changes();
      }
    } catch (error) {
      tab?.close();
      said.textContent = error instanceof TypeError ? AWAY : error.message;
    }
    button.disabled = false;
  });
}

export default { render };
