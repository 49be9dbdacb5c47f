// The facilitator's page. Its key stands in the fragment of the address, which no browser sends anywhere.
import { ask, bars, byId, count, figure, make, percent, points, time } from "./room.js";

const api = new URL(".", location.href);
const code = api.pathname.split("/").at(-2).toUpperCase();
const headers = { "X-Facilitator-Key": location.hash.slice(1) };
const link = new URL(`../${code}`, api).href;
const LOOK = 1000; // milliseconds between two looks at the counts

const nothing = () => ({ without: [], requirements: {}, agreed: {} });

let counts, setup, group, given = nothing();

const heading = (text) => make("h2", {}, text);

/** Minutes and seconds, such as 4:05. */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${`${Math.floor(seconds % 60)}`.padStart(2, "0")}`;

function complain(text) {
  byId("said").textContent = text;
  byId("said").hidden = !text;
}

async function look() {
  try {
    const now = await (await ask(new URL("counts", api), { headers })).json();
    const another = counts?.version !== now.version;
    counts = now;
    complain("");
    showCounts();
    if (another) await follow();
  } catch (error) {
    if (error.status === 404) return ended();
    complain(error.status ? error.message : "The server cannot be reached. This page tries again; no vote that was received is lost.");
  }
  setTimeout(look, LOOK);
}

function showCounts() {
  const open = counts.phase === "voting";
  byId("joined").textContent = counts.joined;
  byId("voted").textContent = counts.voted;
  byId("phase").textContent = `Round ${counts.round}: ${open ? "voting is open" : "the result is revealed"}`;
  byId("timer").hidden = !open;
  byId("timer").textContent = clock(counts.open_seconds);
  byId("reveal").hidden = !open;
  byId("reveal").disabled = !counts.voted;
  byId("round").hidden = open;
  byId("files").hidden = open && counts.round === 1;
  byId("kept").textContent = `The server deletes the room and its votes on ${time(counts.expires)}, or when you close it.`;
}

async function follow() {
  const revealed = counts.phase === "revealed";
  byId("results").hidden = !revealed;
  document.body.classList.toggle("waiting", !revealed);
  if (!revealed) return;
  given = nothing();
  await compute();
}

async function compute() {
  group = await (await ask(new URL("group", api), { headers, body: given })).json();
  const changed = given.without.length || Object.keys({ ...given.requirements, ...given.agreed }).length;
  byId("undo").hidden = byId("effect").hidden = !changed;
  byId("effect").textContent = group.result.title;
  showAnswer(changed);
  showAgreement();
  showSpread();
  showCamps();
  showAgreed();
  showDemands();
}

/** What changed for an alternative since the round before. */
function moved(row) {
  const before = group.before?.ranking?.find((one) => one.id === row.id);
  if (!before) return "";
  const more = row.firsts / group.result.ballots - before.firsts / group.before.ballots;
  const points = row.score - before.score;
  if (Math.abs(points) < 0.5 && Math.abs(more) < 0.005) return " · as in the round before";
  const arrow = points > 0 ? "▲" : "▼";
  const firsts = `first on ${figure(before.firsts)} of ${group.before.ballots} before`;
  return ` · ${arrow} ${figure(Math.abs(points))} points since the round before, ${firsts}`;
}

function showAnswer(changed) {
  const { result } = group;
  const rows = (result.ranking ?? []).map((row) => ({
    ...row,
    hue: `var(--data-${((setup.places[row.id] - 1) % 15) + 1})`,
    note: `first on ${figure(row.firsts)} of ${count(result.ballots, "ballot")}${changed ? "" : moved(row)}`,
  }));
  const without = given.without.length ? `without ${count(given.without.length, "ballot")}` : "";
  const demanded = Object.keys(given.requirements).length ? "with other must-haves" : "";
  const weights = Object.keys(given.agreed).length ? "with the weights that you agree on" : "";
  const label = changed ? `What if: ${[without, weights, demanded].filter(Boolean).join(" and ")}` : `${count(result.ballots, "ballot")}, everybody has the same say`;
  byId("answer").replaceChildren(
    make("p", { class: changed ? "notice" : "soft" }, label),
    heading(result.title),
    ...(result.sentences ?? []).map((text) => make("p", {}, text)),
    make("ol", { class: "bars" }, ...bars(rows)),
    ...(result.excluded ?? []).map((one) => make("p", { class: "soft" }, `${one.name} is ruled out: ${one.reason}.`)),
  );
}

function showAgreement() {
  const { result } = group;
  byId("agreement").replaceChildren(heading("How far you agree"), points(result.agreed ?? []));
  const few = "There are fewer than three ballots, so this page shows no ranges: they would show single votes.";
  const none = "Your votes differ on nothing that is worth a discussion.";
  const talk = result.talk ? (result.talk.length ? result.talk : [none]) : [few];
  const title = result.matters ? "Disagreement that matters" : "Disagreement that does not change the leader";
  byId("talk").replaceChildren(heading(result.talk ? title : "Disagreement"), points(talk));
}

function showSpread() {
  const { spread, mean } = group.result;
  byId("spread").hidden = !spread;
  if (!spread) return;
  const most = Math.max(...spread.map((one) => one.ends[4]), 0.01);
  const at = (value) => `${(100 * value) / most}%`;
  const rows = spread.map((one, place) =>
    make("li", one.matters ? { class: "matters" } : {},
      make("span", {}, one.name, one.matters ? " ⇄" : ""),
      make("span", { class: "track", "aria-hidden": "true" },
        make("span", { class: "range all", "--low": at(one.ends[0]), "--high": at(one.ends[4]) }),
        make("span", { class: "range", "--low": at(one.ends[1]), "--high": at(one.ends[3]) }),
        make("span", { class: "group", "--at": at(mean[place]) }),
      ),
      make("span", { class: "figures" }, [...new Set([percent(one.ends[0]), percent(one.ends[4])])].join(" to ")),
    ),
  );
  byId("spread").replaceChildren(
    heading("How your weights are spread"),
    make("p", { class: "soft" }, "■ mean, thick line: the middle half of the votes, thin line: all votes, ⇄: the range changes the leader"),
    make("ul", { class: "spread" }, ...rows),
  );
}

function box(text, ids) {
  const input = make("input", { type: "checkbox" });
  input.checked = ids.every((id) => given.without.includes(id));
  input.addEventListener("change", () => {
    const others = given.without.filter((id) => !ids.includes(id));
    given.without = input.checked ? [...others, ...ids] : others;
    attempt(compute);
  });
  return make("label", {}, input, text);
}

function showCamps() {
  const open = [...byId("camps").querySelectorAll("details")].map((one) => one.open);
  byId("camps").replaceChildren(
    ...group.camps.map((camp, place) => {
      const names = camp.leaders.join(" and ");
      const ids = camp.ballots.map((one) => one.id);
      const whole = box(`… without the ${count(ids.length, "ballot")} that put${ids.length === 1 ? "s" : ""} ${names} first`, ids);
      const list = make("details", { class: "names" }, make("summary", {}, "… without single ballots"), ...camp.ballots.map((one) => box(one.name, [one.id])));
      list.open = open[place] ?? false;
      return make("div", {}, whole, ids.length > 1 ? list : null);
    }),
  );
}

/** A slider for the weight of each group; while somebody holds one, it stays in the hand. */
function showAgreed() {
  const box = byId("agreed");
  if (!box.children.length) {
    box.append(...setup.groups.map(({ id, name }) => {
      const input = make("input", { type: "range", min: 0, max: 60, "data-id": id });
      input.addEventListener("input", () => told(input));
      input.addEventListener("change", () => {
        given.agreed[id] = input.value / 100;
        attempt(compute);
      });
      return make("label", {}, make("span", {}, name), input, make("output", {}));
    }));
  }
  setup.groups.forEach(({ id }, place) => {
    const input = box.children[place].querySelector("input");
    if (input !== document.activeElement || !(id in given.agreed)) {
      input.value = Math.round(100 * (given.agreed[id] ?? group.result.shares?.[place] ?? 0));
    }
    told(input);
  });
}

function told(input) {
  input.parentElement.querySelector("output").textContent = percent(input.value / 100);
}

function showDemands() {
  byId("demands").replaceChildren(
    ...group.requirements.map((one) => {
      const select = make("select", {}, make("option", { value: "" }, "no must-have"),
        ...one.demands.map((demand) => make("option", { value: demand.id }, demand.text)));
      select.value = one.demanded;
      select.addEventListener("change", () => {
        given.requirements[one.id] = select.value;
        attempt(compute);
      });
      return make("label", {}, one.name, select);
    }),
  );
}

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    complain(error.status ? error.message : "The server cannot be reached. Try again in a moment.");
  }
}

const act = (name) => attempt(async () => {
  await ask(new URL(name, api), { headers, method: "POST" });
  if (name === "purge") ended();
});

function ended() {
  document.querySelector("main").replaceChildren(make("section", { class: "card" },
    heading("This room has ended"), make("p", {}, "The server has deleted its votes.")));
}

async function download(form) {
  const answer = await ask(new URL(`export/${form}`, api), { headers });
  const file = make("a", { href: URL.createObjectURL(await answer.blob()), download: `room-${code}.${form}` });
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
}

async function start() {
  byId("code").textContent = code;
  byId("link").textContent = link.replace(/^https?:\/\//, "");
  byId("qr").src = new URL(`code.svg?address=${encodeURIComponent(link)}`, api).href;
  byId("reach").hidden = !["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  try {
    setup = await (await ask(new URL("setup", api))).json();
  } catch (error) {
    if (error.status === 404) return ended();
    complain("The server cannot be reached. This page tries again.");
    return setTimeout(start, 3000);
  }
  byId("question").textContent = setup.question;
  document.title = `Room ${code}: ${setup.title}`;
  await look();
}

byId("reveal").addEventListener("click", () => act("reveal"));
byId("round").addEventListener("click", () => act("round"));
byId("purge").addEventListener("click", () => {
  if (confirm("Close the room and delete all votes? Save the record first.")) act("purge");
});
byId("undo").addEventListener("click", () => {
  given = nothing();
  attempt(compute);
});
for (const button of document.querySelectorAll("[data-form]")) {
  button.addEventListener("click", () => attempt(() => download(button.dataset.form)));
}
start();
