// What both pages of a room share: elements made without HTML, figures as text, requests.

export const byId = (id) => document.getElementById(id);

/** Element with attributes and children; texts stay texts, whatever they contain. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("--")) element.style.setProperty(name, value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export const percent = (share) =>
  share > 0 && share < 0.005 ? "less than 1\u00a0%" : `${Math.round(share * 100)}\u00a0%`;

export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Figure without digits that say nothing: 12, 3.5. */
export const figure = (number) => `${Math.round(number * 10) / 10}`;

export const time = (seconds) =>
  new Date(seconds * 1000).toLocaleString([], { weekday: "short", hour: "2-digit", minute: "2-digit" });

/** Answer of the server; an error has its sentence and its status. */
export async function ask(address, { body, headers = {}, method = body ? "POST" : "GET" } = {}) {
  const options = { method, headers: { ...headers } };
  if (method === "POST") {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body ?? {});
  }
  const answer = await fetch(address, options);
  if (!answer.ok) {
    const said = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(said.error ?? "The server did not answer as expected."), { status: answer.status });
  }
  return answer;
}

/** Rows of a ranking as bars from 0 to 100. */
export function bars(rows) {
  return rows.map((row) =>
    make(
      "li",
      { class: "ranked", "--share": `${row.score}%`, "--hue": row.hue },
      make("span", { class: "ranked-name" }, row.name),
      make("span", { class: "ranked-line", "aria-hidden": "true" }),
      make("span", { class: "ranked-score" }, `${Math.round(row.score)}`),
      row.note ? make("span", { class: "ranked-note" }, row.note) : null,
    ),
  );
}

export const points = (texts) => make("ul", { class: "points" }, ...texts.map((text) => make("li", {}, text)));
