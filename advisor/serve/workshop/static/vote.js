// A participant's page: weigh, send, and see the group's result after the reveal.
import { ask, bars, byId, count, figure, make, percent, time } from "./room.js";

const code = location.pathname.split("/").pop().toUpperCase();
const api = new URL(`${code}/`, location.href);
const STORED = `advisor-room-${code}`;
const LARGEST = 100; // end of a slider
const SILENCE = 6000; // milliseconds without news; then something between holds events back

const kept = load();
let setup, state, source, heard = false, sending = false, problem = "";

function load() {
  const fresh = { person: randomId(), name: "", edition: 0, acknowledged: 0, round: 0, groups: {}, parts: {}, answers: {} };
  try {
    return { ...fresh, ...JSON.parse(localStorage.getItem(STORED) ?? "{}") };
  } catch {
    return fresh;
  }
}

function save() {
  try {
    localStorage.setItem(STORED, JSON.stringify(kept));
  } catch {
    // A private window may store nothing: the vote then lives as long as the page.
  }
}

function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const later = (work, milliseconds) => setTimeout(work, milliseconds * (0.5 + Math.random()));
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const share = (group) => kept.groups[group.id] / (sum(Object.values(kept.groups)) || 1);

/** Divide raw weights of criteria into a weight for each group and parts within it. */
function take(weights) {
  const totals = setup.groups.map((group) => sum(group.criteria.map((id) => weights[id])));
  const scale = Math.min(1, LARGEST / Math.max(...totals, 1e-9));
  setup.groups.forEach((group, place) => {
    kept.groups[group.id] = totals[place] * scale;
    for (const id of group.criteria) {
      kept.parts[id] = totals[place] ? weights[id] / totals[place] : 1 / group.criteria.length;
    }
  });
}

function weights() {
  const pairs = setup.groups.flatMap((group) =>
    group.criteria.map((id) => [id, Math.round(kept.groups[group.id] * kept.parts[id] * 1e4) / 1e4]),
  );
  return Object.fromEntries(pairs.filter(([, weight]) => weight > 0));
}

function ranking() {
  const raw = weights();
  const total = sum(Object.values(raw));
  const rows = setup.alternatives.map((one, row) => ({
    ...one,
    score: total ? (100 * sum(Object.entries(raw).map(([id, weight]) => weight * setup.criteria[id].values[row]))) / total : 0,
  }));
  return rows.sort((one, other) => other.score - one.score);
}

// Voting

function draw() {
  byId("question").textContent = setup.question;
  document.title = `Your vote: ${setup.title}`;
  byId("sliders").replaceChildren(...setup.groups.map(slider));
  byId("asked").hidden = !setup.questions.length;
  byId("asked").firstElementChild.textContent = `Or answer ${count(setup.questions.length, "question")}`;
  byId("questions").replaceChildren(...setup.questions.map(question));
  byId("naming").hidden = !state.names;
  byId("name").value = kept.name;
  byId("kept").textContent =
    `This server keeps your vote under a random number until ${time(state.expires)} at the latest, ` +
    "or until the facilitator closes the room. Your phone keeps a copy.";
  follow();
}

function slider(group) {
  const id = `weight-${group.id}`;
  const input = make("input", { id, type: "range", min: "0", max: `${LARGEST}`, step: "1" });
  input.value = kept.groups[group.id];
  input.addEventListener("input", () => {
    kept.groups[group.id] = Number(input.value);
    follow();
  });
  return make("div", { class: "slider" }, make("label", { for: id }, group.name), make("output", { for: id }),
    make("p", { class: "soft" }, group.question), input);
}

function question(one) {
  const field = make("fieldset", { class: "chips" }, make("legend", {}, one.question));
  for (const answer of one.answers) {
    const chip = make("button", { type: "button", "aria-pressed": `${kept.answers[one.id] === answer.id}` }, answer.text);
    chip.addEventListener("click", () => choose(one, answer));
    field.append(chip);
  }
  return field;
}

async function choose(one, answer) {
  const answers = { ...kept.answers, [one.id]: answer.id };
  if (kept.answers[one.id] === answer.id) delete answers[one.id];
  try {
    take((await (await ask(new URL("advice", api), { body: { answers } })).json()).weights);
  } catch (error) {
    return say(error.message ?? "The server cannot be reached. Try again in a moment.");
  }
  kept.answers = answers;
  problem = "";
  const open = document.activeElement?.textContent;
  draw();
  [...document.querySelectorAll(".chips button")].find((chip) => chip.textContent === open)?.focus();
}

/** Show what follows from the sliders. */
function follow() {
  setup.groups.forEach((group, place) => {
    const row = byId("sliders").children[place];
    row.querySelector("output").textContent = percent(share(group));
    const input = row.querySelector("input");
    input.setAttribute("aria-valuetext", `${percent(share(group))} of the weight`);
  });
  const rows = ranking();
  const nothing = !Object.keys(weights()).length;
  byId("mine-title").textContent = nothing ? "Give at least one of these some weight" : `On your vote ${rows[0].name} is first`;
  byId("mine").replaceChildren(...bars(rows.slice(0, 3)));
  save();
  tell();
}

/** Say whether the vote as it stands is at the server. */
function tell() {
  const button = byId("send");
  const now = JSON.stringify([weights(), kept.name]);
  const same = kept.round === state.round && kept.sent === now;
  const nothing = !Object.keys(weights()).length;
  button.disabled = nothing || sending || (same && kept.acknowledged === kept.edition);
  button.textContent = kept.round === state.round && kept.edition ? "Send my changed vote" : "Send my vote";
  let text = "Not sent yet.";
  if (nothing) text = "Give at least one of the sliders some weight.";
  else if (problem) text = problem;
  else if (sending || (same && kept.acknowledged !== kept.edition)) text = "Sending …";
  else if (same) text = `Received at ${kept.at}. You can change it until the reveal.`;
  else if (kept.round === state.round) text = "Changed since you sent it.";
  else if (kept.round) text = `Round ${state.round}: send your vote again, changed or not.`;
  say(text, same && !problem && kept.acknowledged === kept.edition);
}

function say(text, received = false) {
  byId("said").textContent = text;
  byId("said").className = received ? "received" : "soft";
}

function send() {
  kept.edition += 1;
  kept.round = state.round;
  kept.name = byId("name").value.trim();
  kept.sent = JSON.stringify([weights(), kept.name]);
  kept.ballot = { person: kept.person, name: kept.name, round: kept.round, edition: kept.edition, weights: weights() };
  problem = "";
  save();
  deliver();
}

/** Send the last ballot until the server has acknowledged or refused it. */
async function deliver() {
  if (sending || !kept.ballot || kept.acknowledged === kept.edition) return;
  sending = true;
  tell();
  const { edition } = kept;
  try {
    await ask(new URL("ballot", api), { body: kept.ballot });
    kept.acknowledged = edition;
    kept.at = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    problem = "";
  } catch (error) {
    if (error.status >= 400 && error.status < 500 && error.status !== 429) {
      kept.acknowledged = edition; // sending it again would not help
      kept.sent = "";
      problem = error.message;
    } else {
      problem = "Your vote is kept on this phone and sent again in a moment.";
      later(deliver, 2000);
    }
  }
  sending = false;
  save();
  if (state) tell();
}

// Result

function showResult(result) {
  const places = Object.fromEntries(setup.alternatives.map((one) => [one.id, one.place]));
  const rows = (result.ranking ?? []).map((row) => ({
    ...row,
    place: places[row.id],
    note: `first on ${figure(row.firsts)} of ${count(result.ballots, "ballot")}`,
  }));
  const voted = kept.round === state.round && kept.ballot;
  byId("result").replaceChildren(
    make("section", { class: "card stack" },
      make("p", { class: "soft" }, `Result of round ${state.round}: ${count(result.ballots, "ballot")}, everybody has the same say.`),
      make("h2", {}, result.title),
      ...(result.sentences ?? []).map((text) => make("p", {}, text)),
      make("ol", { class: "bars" }, ...bars(rows)),
      ...(result.excluded ?? []).map((one) => make("p", { class: "soft" }, `${one.name} is ruled out: ${one.reason}.`)),
    ),
    ...(result.mean ? [compared(result, voted)] : []),
    ...(result.talk?.length
      ? [make("section", { class: "card stack" }, make("h2", {}, "Where you differ"), points(result.talk))]
      : []),
    make("p", { class: "soft" }, "This page follows if the facilitator opens another round."),
  );
}

const points = (texts) => make("ul", { class: "points" }, ...texts.map((text) => make("li", {}, text)));

function compared(result, voted) {
  const own = setup.groups.map(share);
  const ends = result.spread?.map((one) => one.ends) ?? [];
  const most = Math.max(...result.mean, ...(voted ? own : []), ...ends.map((e) => e[4]), 0.01);
  const at = (value) => `${(100 * value) / most}%`;
  const items = setup.groups.map((group, place) =>
    make("li", {},
      make("span", {}, group.name),
      make("span", { class: "track", "aria-hidden": "true" },
        ends[place] ? make("span", { class: "range", "--low": at(ends[place][0]), "--high": at(ends[place][4]) }) : null,
        make("span", { class: "group", "--at": at(result.mean[place]) }),
        voted ? make("span", { class: "own", "--at": at(own[place]) }) : null,
      ),
      make("span", { class: "soft" }, voted ? `you ${percent(own[place])}, group ${percent(result.mean[place])}` : `group ${percent(result.mean[place])}`),
    ),
  );
  const legend = `■ the group’s mean${voted ? ", ○ your vote" : ""}${ends.length ? ", grey: from the lowest to the highest vote" : ""}`;
  return make("section", { class: "card stack" }, make("h2", {}, voted ? "You and the group" : "The group’s weights"),
    make("p", { class: "soft" }, legend), make("ul", { class: "compare" }, ...items));
}

// News

function show(news) {
  if (news.phase === "ended") return ended();
  if (state && state.version > news.version) return;
  const another = !state || state.round !== news.round || state.phase !== news.phase;
  state = news;
  if (!another) return;
  const open = state.phase === "voting";
  byId("where").textContent = `Room ${code} · round ${state.round} · ${open ? "voting is open" : "the result is revealed"}`;
  byId("voting").hidden = byId("send-bar").hidden = !open;
  byId("result").hidden = open;
  problem = "";
  scrollTo(0, 0);
  draw();
  if (!open) showResult(state.result);
  if (open && kept.round === state.round) deliver();
}

function ended() {
  source?.close();
  byId("where").textContent = `Room ${code} has ended, and the server has deleted its votes.`;
  byId("voting").hidden = byId("send-bar").hidden = true;
  if (!setup) byId("question").textContent = "This room has ended";
}

async function look() {
  try {
    show(await (await ask(new URL("state", api))).json());
    if (state.phase === "voting") deliver();
  } catch (error) {
    if (error.status === 404) ended();
    return error.status;
  }
}

function listen() {
  heard = false;
  source = new EventSource(new URL(`news?person=${kept.person}`, api));
  source.onmessage = (event) => {
    heard = true;
    show(JSON.parse(event.data));
    if (state?.phase === "voting") deliver();
  };
  source.onerror = () => {
    heard = false;
    // The browser tries again by itself, but not after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) later(async () => (await look()) !== 404 && listen(), 3000);
  };
}

async function start() {
  try {
    setup = await (await ask(new URL("setup", api))).json();
    const known = setup.groups.every((group) => group.id in kept.groups);
    if (!known) take(setup.weights);
    show(await (await ask(new URL("state", api))).json());
  } catch (error) {
    if (error.status === 404) return ended();
    byId("where").textContent = "The server cannot be reached. This page tries again.";
    return later(start, 3000);
  }
  listen();
  setInterval(() => heard || later(look, 1000), SILENCE);
}

byId("send").addEventListener("click", send);
byId("name").addEventListener("input", () => {
  kept.name = byId("name").value.trim();
  save();
  tell();
});
save();
start();
