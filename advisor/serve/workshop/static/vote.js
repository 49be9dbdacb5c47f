// What a room adds to the light page: sending the vote, news, and the result of the group. The page
// brings `advisor`, see `globalThis.advisor` in report/light/view.js.
import { ask, bars, byId, count, figure, make, percent, points, time } from "./room.js";

const { code, names, expires } = JSON.parse(byId("room").textContent);
const api = new URL(`${code}/`, location.href);
const STORED = `advisor-room-${code}`;
const SILENCE = 6000; // milliseconds without news; then something between holds events back

const kept = load();
let state, source, heard = false, sending = false, problem = "";

function load() {
  const fresh = { person: randomId(), name: "", edition: 0, acknowledged: 0, round: 0 };
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

// The parts of the page that belong to the room

const where = make("p", { id: "where", class: "quiet small", role: "status" }, `Joining the room ${code} …`);
const group = make("section", { id: "result", "aria-label": "Result of the group", hidden: true });
const voter = make("input", { id: "name", maxlength: "40", autocomplete: "nickname" });
const naming = make("label", { class: "number", hidden: !names }, "Your name, if you like", voter);
const file = make("input", { id: "file", type: "file", accept: ".json,application/json" });
const saved = make("label", { class: "open" }, "Open a vote that you saved", file);
const told = make("p", { class: "quiet small" },
  names ? "After the reveal the facilitator sees your name beside your vote. " : "",
  "Everybody has the same say, and nobody sees a vote before the reveal. " +
    `This server keeps your vote under a random number until ${time(expires)} at the latest, or until the facilitator closes the room. ` +
    "Your phone keeps a copy.");
const button = make("button", { id: "send", type: "button", class: "main" }, "Send my vote");
const said = make("p", { id: "said", role: "status" });
const voting = make("section", { id: "voting", "aria-label": "Your vote" }, make("h2", {}, "Your vote"), naming, make("div", { class: "chips" }, saved), told);
const weights = make("button", { id: "weights", type: "button" }, "Weights");
const bar = make("div", { id: "send-bar" }, said, weights, button);

// Voting

const ballot = () => ({ name: kept.name, weights: advisor.vote().weights });

/** Keep what a participant has set, and say whether that is the vote that the server has. */
function follow() {
  kept.choices = advisor.vote().choices;
  save();
  if (state) tell();
}

function tell() {
  const vote = advisor.vote();
  const weighs = vote.said && Object.keys(vote.weights).length > 0;
  const here = kept.round === state.round;
  const same = here && kept.sent === JSON.stringify(ballot());
  const received = same && kept.acknowledged === kept.edition;
  button.disabled = !weighs || sending || received;
  button.textContent = received ? "Your vote is sent" : here && kept.edition ? "Send my changed vote" : "Send my vote";
  let text = "Not sent yet.";
  if (!vote.said) text = "Answer a question or move a slider first.";
  else if (!weighs) text = "Give at least one slider some weight.";
  else if (problem) text = problem;
  else if (sending || (same && !received)) text = "Sending …";
  else if (same) text = `Received at ${kept.at}. You can change it until the reveal.`;
  else if (here) text = "Changed since you sent it.";
  else if (kept.round) text = `Round ${state.round}: send your vote again, changed or not.`;
  said.textContent = text;
  said.classList.toggle("received", received && !problem);
}

/** Take name and weights of a vote that was saved with the file of the light page or the dashboard. */
async function take() {
  const [chosen] = file.files;
  file.value = "";
  if (!chosen) return;
  try {
    const record = JSON.parse(await chosen.text());
    const strange = advisor.open(record);
    if (names && !voter.value) voter.value = kept.name = record.name ?? "";
    problem = strange.length ? `Opened without what this room does not know: ${strange.join(", ")}.` : "";
  } catch {
    problem = `${chosen.name} is no vote about this question. Nothing changed.`;
  }
  follow();
}

function send() {
  kept.edition += 1;
  kept.round = state.round;
  kept.name = voter.value.trim();
  kept.sent = JSON.stringify(ballot());
  kept.ballot = { person: kept.person, round: kept.round, edition: kept.edition, ...ballot() };
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

// The result of the group

function showResult(result) {
  const rows = (result.ranking ?? []).map((row) => ({
    ...row,
    hue: advisor.hue(row.id),
    note: `first on ${figure(row.firsts)} of ${count(result.ballots, "ballot")}`,
  }));
  const voted = kept.round === state.round && kept.ballot;
  group.replaceChildren(
    make("p", { class: "quiet small" }, `Result of round ${state.round}: ${count(result.ballots, "ballot")}, everybody has the same say.`),
    make("h2", {}, result.title),
    ...(result.sentences ?? []).map((text) => make("p", {}, text)),
    make("ol", { class: "bars" }, ...bars(rows)),
    ...(result.excluded ?? []).map((one) => make("p", { class: "quiet small" }, `${one.name} is ruled out: ${one.reason}.`)),
    ...(result.mean ? compared(result, voted) : []),
    ...(result.talk?.length ? [make("h3", {}, "Where you differ"), points(result.talk)] : []),
    make("p", { class: "quiet small" }, "This page follows if the facilitator opens another round."),
  );
}

function compared(result, voted) {
  const { groups } = advisor.vote();
  const ends = result.spread?.map((one) => one.ends) ?? [];
  const own = voted ? groups.map((one) => one.share) : [];
  const most = Math.max(...result.mean, ...own, ...ends.map((e) => e[4]), 0.01);
  const at = (value) => `${(100 * value) / most}%`;
  const items = groups.map(({ name, share }, place) =>
    make("li", {},
      make("span", {}, name),
      make("span", { class: "track", "aria-hidden": "true" },
        ends[place] ? make("span", { class: "range", "--low": at(ends[place][0]), "--high": at(ends[place][4]) }) : null,
        make("span", { class: "group", "--at": at(result.mean[place]) }),
        voted ? make("span", { class: "own", "--at": at(share) }) : null,
      ),
      make("span", { class: "quiet small" }, voted ? `you ${percent(share)}, group ${percent(result.mean[place])}` : `group ${percent(result.mean[place])}`),
    ),
  );
  const legend = `■ the group’s mean${voted ? ", ○ your vote" : ""}${ends.length ? ", grey: from the lowest to the highest vote" : ""}`;
  return [
    make("h3", {}, voted ? "You and the group" : "The group’s weights"),
    make("p", { class: "quiet small" }, legend),
    make("ul", { class: "compare" }, ...items),
  ];
}

// News

function show(news) {
  if (news.phase === "ended") return ended();
  if (state && state.version > news.version) return;
  const another = !state || state.round !== news.round || state.phase !== news.phase;
  state = news;
  if (!another) return;
  const open = state.phase === "voting";
  where.textContent = `Room ${code} · round ${state.round} · ${open ? "voting is open" : "the result is revealed"}`;
  showOwn(open);
  group.hidden = open;
  problem = "";
  scrollTo(0, 0);
  if (!open) showResult(state.result);
  else tell();
  if (open && kept.round === state.round) deliver();
}

/** The page as a whole is for voting; between the rounds it makes room for the result. */
function showOwn(open) {
  byId("own").hidden = voting.hidden = bar.hidden = !open;
}

function ended() {
  source?.close();
  where.textContent = `Room ${code} has ended, and the server has deleted its votes.`;
  showOwn(false);
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

async function begin() {
  try {
    show(await (await ask(new URL("state", api))).json());
  } catch (error) {
    if (error.status === 404) return ended();
    where.textContent = "The server cannot be reached. This page tries again.";
    return later(begin, 3000);
  }
  listen();
  setInterval(() => heard || later(look, 1000), SILENCE);
}

byId("own").before(where, group);
byId("own").after(voting, bar);
voter.value = kept.name;
if (kept.choices) advisor.restore(kept.choices);
document.addEventListener("advisor:chosen", () => {
  problem = "";
  follow();
});
button.addEventListener("click", send);
file.addEventListener("change", take);
weights.hidden = !byId("project");
weights.addEventListener("click", () => byId("why").scrollIntoView());
voter.addEventListener("input", () => {
  kept.name = voter.value.trim();
  follow();
});
save();
begin();
