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
  return `${base}workshop/${said.code}/host#${said.key}`;
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
  button.addEventListener("click", async () => {
    const tab = window.open("", "_blank"); // at once: a later one would be blocked
    button.disabled = true;
    said.textContent = "Opening …";
    try {
      const address = await open(base, model.get("choices"));
      const link = document.createElement("a");
      Object.assign(link, { href: address, target: "_blank", textContent: "Facilitator’s page of the room" });
      said.replaceChildren(link, " Keep this link to yourself.");
      if (tab) tab.location = link.href;
    } catch (error) {
      tab?.close();
      said.textContent = error instanceof TypeError ? AWAY : error.message;
    }
    button.disabled = false;
  });
}

export default { render };
