// The page: it draws what score.js computes in the words of words.js. Texts of a problem folder go
// into text nodes and properties only, never into markup.
import {
  assess,
  byId,
  facts,
  groupParts,
  groupValue,
  noChoices,
  rank,
  readProblem,
  relaxations,
  screen,
  shifts,
} from "./score.js";
import {
  advantages,
  answerEffect,
  apportion,
  conclusion,
  demandText,
  exclusionText,
  factText,
  inUnit,
  listing,
  mustHave,
  notices,
  numberText,
  oftenFirst,
  rangeText,
  unasked,
} from "./words.js";
import { allowed, fromQuery, record, toQuery } from "./state.js";

const embedded = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");
const problem = readProblem(embedded("data"));
// What a room says about itself, see `advisor.report.light.light_page`; null in a file that stands alone.
const room = embedded("room");
const [BEST, LISTED, FIRST] = [4, 4, 2];
const WORDS = { clear: "● clear", fragile: "◐ fragile", tie: "○ tie", open: "" };
const HEARD = { clear: ", a clear choice", fragile: ", ahead, but not safely" };

// In a room the facilitator has chosen what is compared and demanded. A participant weighs: with
// sliders, the questions that were left open and, if that is left open too, a kind of project.
const start = room ? allowed(problem, room.choices).choices : noChoices(problem);
if (room) {
  const decided = rank(problem, start).advice.answers;
  const weighs = (rule) => rule.effect !== "require" || rule.question in decided;
  problem.rules = problem.rules.filter(weighs);
  problem.questions.forEach((one) => {
    one.asked = !(one.id in decided) && problem.rules.some(({ question }) => question === one.id);
  });
}

let choices = start;
let known = facts(problem, choices);
let ranking, lead;
let saved = ""; // what was saved or sent last, in a sentence
const opened = new Set(); // keys of the folds that somebody opened
let live = []; // what follows the ranking while a slider moves

// ---- Elements ----

function h(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === "at")
      for (const [variable, figure] of Object.entries(value)) element.style.setProperty(`--${variable}`, figure);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(2).filter((child) => child || child === 0));
  return element;
}
const names = (text) => h("bdi", null, text);
const button = (key, text, act, more) => h("button", { type: "button", "data-key": key, onclick: act, ...more }, text);
const paragraph = (text, name = "") => text && h("p", { className: name }, text);
// A part of the page that follows every move.
const following = (element, make) => {
  const draw = () => element.replaceChildren(...[make()].flat(2).filter(Boolean));
  live.push(draw);
  draw();
  return element;
};

function fold(key, title, body, more) {
  const box = h("div");
  const fill = () => box.childNodes.length || box.append(...[body()].flat(2).filter(Boolean));
  const details = h("details", { ...more, open: opened.has(key) }, h("summary", { "data-key": key }, title), box);
  if (details.open) fill();
  details.fill = fill;
  details.addEventListener("toggle", () => {
    opened[details.open ? "add" : "delete"](key);
    if (details.open) fill();
  });
  return details;
}

// Paper shows what somebody has answered, but no closed fold.
addEventListener("beforeprint", () =>
  document.querySelectorAll(".asked details").forEach((details) => (details.fill(), (details.open = true))),
);

const safe = (url) => (/^https?:\/\//i.test(url) ? url : "");
const link = (url, text, title) =>
  safe(url)
    ? h("a", { href: url, title, target: "_blank", rel: "noopener noreferrer" }, text)
    : h("span", { title }, text);

// ---- Choices ----

function set(part, value, move = false) {
  choose({ ...choices, [part]: value }, move);
}

// `move` keeps what is on the page in its place, since a slider may be in somebody's hand.
function choose(next, move = false) {
  if (next.inputs !== choices.inputs || next.included !== choices.included || next.reading !== choices.reading)
    known = facts(problem, next);
  choices = next;
  saved = "";
  draw(move);
  if (room) document.dispatchEvent(new CustomEvent("advisor:chosen"));
  else keep();
}

// Whether somebody has moved a weight.
const weighed = () => {
  const ids = Object.keys({ ...choices.weights, ...start.weights });
  return ids.some((id) => choices.weights[id] !== start.weights[id]);
};

const without = (all, key) => Object.fromEntries(Object.entries(all).filter(([one]) => one !== key));
const preset = (question) => ranking.scenario.answers[question] ?? "";

function answer(question, given) {
  const others = without(choices.answers, question);
  set("answers", given === preset(question) ? others : { ...others, [question]: given });
}

function demand(requirement, wanted) {
  const others = without(choices.requirements, requirement);
  set(
    "requirements",
    wanted === (ranking.advice.demands[requirement] ?? "") ? others : { ...others, [requirement]: wanted },
  );
}

function enter(criterion, alternative, performance) {
  const row = without(choices.inputs[criterion] ?? {}, alternative);
  if (performance !== null) row[alternative] = performance;
  const others = without(choices.inputs, criterion);
  set("inputs", Object.keys(row).length ? { ...others, [criterion]: row } : others);
}

function begin(scenario) {
  // An empty answer took back one of the scenario before.
  const answers = Object.fromEntries(Object.entries(choices.answers).filter(([, given]) => given));
  choose({ ...choices, scenario, weights: start.weights, answers });
}

function putWeights(weights) {
  const next = { ...choices.weights, ...weights };
  problem.criteria.forEach(({ id }, j) => {
    if (id in weights && weights[id] === ranking.advice.weights[j]) delete next[id];
  });
  set("weights", next, true);
}

function show({ id, shown }, on) {
  const part = shown ? "excluded" : "included";
  const rest = choices[part].filter((one) => one !== id);
  set(part, on === Boolean(shown) ? rest : [...rest, id]);
}

// ---- The address ----

let waiting;
const address = () => `${location.href.split("#")[0]}${toQuery(problem, choices) && `#${toQuery(problem, choices)}`}`;
function keep() {
  clearTimeout(waiting);
  waiting = setTimeout(() => history.replaceState(null, "", address()), 400);
}

function open() {
  const found = fromQuery(problem, location.hash);
  const strange = found.strange.map((piece) => `“${piece.slice(0, 40)}”`);
  choose(found.choices);
  if (strange.length) tell(`Parts of this link are not valid here and were ignored: ${strange.join(", ")}.`);
}

// ---- Marks ----

// Names and colours of the best four; of many, the others keep to grey.
function look(row) {
  const { place, name } = ranking.rows[row];
  const near = ranking.order.slice(0, BEST).includes(row);
  return { name, shape: `mark m${place % BEST}`, hue: near ? `var(--data-${(place % 15) + 1})` : "var(--soft)" };
}
const mark = (row, more) => h("span", { className: look(row).shape, at: { hue: look(row).hue, ...more } });

function strip(value, low, high) {
  const whole = (x) => Math.round(100 * x);
  const { order } = ranking;
  const told = order.map((row) => {
    const [at, from, to] = [value, low, high].map((of) => whole(of(ranking.rows[row])));
    return { row, at, from, to, text: `${ranking.rows[row].name} ${at}${to > from ? ` (${from} to ${to})` : ""}` };
  });
  return [
    told
      .filter(({ from, to }) => to > from)
      .map(({ row, from, to }) =>
        h("span", { className: "whisker", at: { x: `${from}%`, w: `${to - from}%`, hue: look(row).hue } }),
      ),
    [...told].reverse().map(({ row, at, text }) => Object.assign(mark(row, { x: `${at}%` }), { title: text })),
    h("span", { className: "heard" }, `${told.map(({ text }) => text).join(", ")} of 100`),
  ];
}

// ---- The answer ----

const top = h("div", { className: "top" });
const spoken = h("p", { className: "heard", role: "status" });
const sentence = h("div", { className: "said" });
let speaking;

function drawAnswer() {
  lead = ranking.leads && !unasked(ranking) ? assess(ranking) : undefined;
  const often = lead && oftenFirst(lead);
  const found = conclusion(ranking, lead, often);
  const shares =
    often?.slice(0, LISTED).map(([row, text]) => ({ share: lead.shares[row], text, ...look(row), mark: mark(row) })) ??
    [];
  const rest = often?.slice(LISTED) ?? [];
  if (rest.length) {
    const share = rest.reduce((all, [row]) => all + lead.shares[row], 0);
    const percent = Math.round(100 * share);
    shares.push({
      share,
      text: percent || !share ? percent : "<1",
      name: `${rest.length} more`,
      hue: "var(--soft)",
      mark: "",
    });
  }
  top.replaceChildren(
    ...[
      h(
        "div",
        { className: "name" },
        h("h2", { className: found.title.length > 24 ? "long" : "" }, names(found.title)),
        WORDS[found.verdict] && h("span", { className: "verdict" }, WORDS[found.verdict]),
      ),
      lead &&
        h(
          "div",
          { className: "bar", ariaHidden: "true" },
          shares.map(({ share, hue }) => h("span", { at: { w: share, hue } })),
        ),
      lead &&
        h(
          "ul",
          { className: "shares" },
          shares.map((one) => h("li", null, one.mark, names(one.name), "\u00a0", h("b", null, one.text))),
        ),
    ].filter(Boolean),
  );
  sentence.classList.toggle("full", Boolean(lead));
  const way = wayOut();
  sentence.replaceChildren(
    ...[
      h("p", null, found.sentence, found.detail && h("span", { className: "quiet" }, ` ${found.detail}`)),
      lead && paragraph(problem.sentences.simulated.replace("{varied}", problem.sentences.cases), "quiet small"),
      way && button("way-out", ...way),
    ].filter(Boolean),
  );
  const heard = found.title.split(":")[0] + (HEARD[found.verdict] ?? "");
  document.title = found.crowned || found.verdict !== "open" ? `${heard} · ${problem.title}` : problem.title;
  clearTimeout(speaking);
  speaking = setTimeout(() => spoken.textContent === heard || (spoken.textContent = heard), 700);
  return found;
}

// What to do where nothing can lead: the words of a button and what it does.
function wayOut() {
  const { rows, leads, excluded, demands } = ranking;
  if (rows.length > 1) return !leads && ["Reset weights", () => set("weights", start.weights)];
  if (room) return false;
  if (excluded.some(({ missing }) => !missing.length)) return ["Compare all again", () => set("excluded", [])];
  const most = relaxations(ranking).sort((one, other) => other.returning.length - one.returning.length)[0];
  if (most) return [`Drop ${mustHave(problem, most.requirement, most.demand)}`, () => demand(most.requirement.id, "")];
  return (
    Object.keys(demands).length > 0 && [
      "Drop all must-haves",
      () => set("requirements", Object.fromEntries(Object.keys(demands).map((id) => [id, ""]))),
    ]
  );
}

// ---- Questions ----

// Buttons of which one may be on; the one that is on takes itself back.
function chips(key, label, options, chosen, act, { light, heard } = {}) {
  const id = `label-${key}`;
  return h(
    "div",
    {
      className: `ask ${light ? "preset" : ""} ask-${key}`,
      role: "group",
      [heard ? "aria-label" : "aria-labelledby"]: heard ?? id,
    },
    h("p", { id, className: "asks" }, label),
    h(
      "div",
      { className: "chips" },
      options
        .map(([value, text, note, hint = ""]) =>
          button(`${key}.${value}`, text, () => act(value === chosen ? "" : value), {
            title: hint,
            ariaPressed: String(value === chosen),
          }),
        )
        .map((chip, at) => (options[at][2] && chip.append(" ", h("small", null, options[at][2])), chip)),
    ),
  );
}

function question(one, moved) {
  const given = ranking.advice.answers[one.id] ?? "";
  const options = [...one.choices.map(({ id, text }) => [id, text]), ["not_sure", "Not sure"]];
  const box = chips(`q-${one.id}`, one.question, options, given, (value) => answer(one.id, value), {
    light: !choices.answers[one.id],
  });
  box.append(h("p", { className: "effect" }, given ? answerEffect(ranking, one.id, moved) : one.help));
  return box;
}

const compared = () => known.filter(({ id }) => !choices.excluded.includes(id));

const byButtons = ({ input, levels }) => input && levels.length;

// What only people know about each alternative, such as what the team has built with it before.
function experience({ id, name, question, levels }) {
  const rows = compared().map((one) =>
    chips(
      `i-${id}-${one.id}`,
      names(one.name),
      levels.map(({ level, short, meaning }) => [level, short || meaning, "", meaning]),
      choices.inputs[id]?.[one.id],
      (value) => enter(id, one.id, value === "" ? null : value),
      { heard: `${name}: ${one.name}` },
    ),
  );
  const brief = levels.every(({ short }) => short);
  return h(
    "div",
    { className: `ask people${brief ? "" : " wordy"}`, role: "group", ariaLabel: name },
    h("p", { className: "asks" }, question),
    rows,
  );
}

function project() {
  const moved = shifts(ranking);
  const [nothing, ...others] = problem.scenarios;
  const kinds = start.scenario === nothing.id ? others : [];
  const people = problem.criteria.filter((one, j) => !room && byButtons(one) && ranking.raw[j] > 0);
  const asked = problem.questions
    .filter((one) => !room || one.asked)
    .map((one) => ({ given: one.id in ranking.advice.answers, draw: () => question(one, moved) }));
  asked.splice(1, 0, ...people.map((one) => ({ given: Boolean(choices.inputs[one.id]), draw: () => experience(one) })));
  if (!asked.length && !kinds.length) return "";
  const done = asked.filter(({ given }) => given).length;
  const more = asked.length - FIRST;
  return h(
    "section",
    { id: "project" },
    h(
      "h2",
      null,
      "Your project",
      h("span", { className: "count" }, asked.length > 0 && ` ${done} of ${asked.length} answered`),
    ),
    kinds.length > 0 &&
      chips(
        "scenario",
        "Start from:",
        kinds.map(({ id, name, summary }) => [id, name, "", summary]),
        choices.scenario,
        (value) => begin(value || nothing.id),
      ),
    kinds.length > 0 && choices.scenario !== nothing.id && paragraph(ranking.scenario.summary, "effect"),
    asked.length > 0 && paragraph("Answer what you can. Click an answer again to take it back.", "quiet small"),
    asked.slice(0, FIRST).map(({ draw }) => draw()),
    more > 0 &&
      fold("questions", `${more} more question${more === 1 ? "" : "s"}`, () =>
        asked.slice(FIRST).map(({ draw }) => draw()),
      ),
  );
}

function breakers() {
  if (!problem.requirements.length) return "";
  const { demands } = ranking;
  const ids = Object.keys(demands);
  const meets = (some) =>
    compared().filter((one) => screen(problem, some, one).every(({ outcome }) => outcome !== "not met")).length;
  return h(
    "section",
    { id: "breakers" },
    fold(
      "breakers",
      h("h2", null, "Deal-breakers", h("span", { className: "count" }, ` · ${ids.length || "none"} set`)),
      () => [
        paragraph(
          `Each ${problem.noun} that misses a must-have is ruled out, however good it is otherwise.`,
          "quiet small",
        ),
        problem.requirements.map((one) => {
          const others = without(demands, one.id);
          const options = one.demands.map((level) => [
            level,
            inUnit(one, level),
            `${meets({ ...others, [one.id]: level })} left`,
            demandText(problem, one, level),
          ]);
          const limit = one.kind === "at most" ? "at most" : "at least";
          const box = chips(
            `r-${one.id}`,
            options.length > 1 ? `${one.name}, ${limit}` : one.name,
            [["", "Not required"], ...options],
            demands[one.id] ?? "",
            (value) => demand(one.id, value),
          );
          box.append(h("p", { className: "effect" }, one.question));
          return box;
        }),
      ],
    ),
  );
}

function field() {
  const everybody = [...problem.alternatives].sort((one, other) => other.shown - one.shown || one.place - other.place);
  const named = choices.reading || problem.readings[0]?.id;
  return h(
    "section",
    { id: "field" },
    fold(
      "field",
      h("h2", null, "Compared", h("span", { className: "count" }, ` · ${compared().length} of ${everybody.length}`)),
      () => [
        h(
          "div",
          { className: "chips" },
          everybody.map((one) => {
            const on = compared().some(({ id }) => id === one.id);
            return button(`a-${one.id}`, names(one.name), () => show(one, !on), {
              title: one.summary,
              ariaPressed: String(on),
            });
          }),
        ),
        problem.readings.length > 0 &&
          chips(
            "reading",
            "Measured with",
            problem.readings.map(({ id, name }) => [id, name]),
            named,
            (value) => set("reading", value && value !== problem.readings[0].id ? value : ""),
          ),
      ],
    ),
  );
}

// ---- Why ----

// The order of the rows stays while somebody moves a slider.
let order = [];

// Whole percents of groups and, inside them, of criteria; both add up.
function percents() {
  const whole = ranking.weights.some(Boolean) ? 100 : 0;
  const groups = apportion(
    ranking.groupWeights.map((share) => share * 100),
    whole,
  );
  const criteria = [];
  problem.groups.forEach(({ columns }, g) =>
    apportion(
      columns.map((j) => ranking.weights[j] * 100),
      groups[g],
    ).forEach((percent, at) => (criteria[columns[at]] = percent)),
  );
  return { groups, criteria };
}
let percent;

function slider(key, name, end, value, share, move) {
  const step = problem.limits.end / 100;
  const element = h("input", {
    type: "range",
    min: 0,
    max: end,
    step,
    "data-key": key,
    "aria-label": `Weight of ${name}`,
  });
  const told = h("span", { className: "share", ariaHidden: "true" });
  element.addEventListener("input", () => move(Number(element.value)));
  const follow = () => {
    element.max = Math.max(end, value());
    if (held !== element) element.value = value();
    element.style.setProperty("--x", `${(100 * element.value) / element.max}%`);
    element.ariaValueText = `${share()}\u00a0% of the weight`;
    told.textContent = `${share()}\u00a0%`;
  };
  live.push(follow);
  follow();
  return [element, told];
}
let held; // the slider that is in somebody's hand
addEventListener("pointerdown", ({ target }) => (held = target.type === "range" ? target : undefined));
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => (held = undefined));

function criterion(j) {
  const one = problem.criteria[j];
  const { largest, end } = problem.limits;
  const cited = (cell) => {
    if (one.input || cell.stated === null) return "";
    const [, title, url, seen] = problem.sources[cell.source] ?? [];
    // Only a decision of your own may leave a source out, or the day on which somebody saw it.
    const told = [title ?? problem.sentences["not stated"], seen].filter(Boolean).join(", ");
    return link(url ?? "", `[${told}]`, title ?? "");
  };
  const list = following(h("ul", { className: "facts" }), () => {
    const rows = ranking.order.map((at) => ranking.rows[at]);
    // A source that all facts share is named once.
    const shared = rows.length > 1 && new Set(rows.map((row) => row.cells[j].source)).size === 1;
    const facts = rows.map((row, place) => {
      const cell = row.cells[j];
      const range = !one.input && cell.stated !== null && rangeText(one, cell);
      const told = [`: ${factText(ranking, row, j)}`, range && ` (we know ${range})`];
      return h("li", null, mark(ranking.order[place]), names(row.name), told, !shared && [" ", cited(cell)]);
    });
    const source = shared && cited(rows[0].cells[j]);
    return [facts, source && h("li", null, "Source of all: ", source)];
  });
  const numbers =
    !room &&
    one.input &&
    !one.levels.length &&
    compared().map(({ id, name }) =>
      h(
        "label",
        { className: "number" },
        names(name),
        h("input", {
          type: "number",
          step: "any",
          "data-key": `n-${one.id}-${id}`,
          value: choices.inputs[one.id]?.[id] ?? "",
          onchange: ({ target }) =>
            enter(
              one.id,
              id,
              target.value === "" || !Number.isFinite(target.valueAsNumber) ? null : target.valueAsNumber,
            ),
        }),
        one.unit,
      ),
    );
  return h(
    "div",
    { className: "criterion" },
    h(
      "div",
      { className: "head" },
      h("h4", null, one.name),
      slider(
        `w-${one.id}`,
        one.name,
        Math.min(end, largest),
        () => ranking.raw[j],
        () => percent.criteria[j],
        (weight) => putWeights({ [one.id]: weight }),
      ),
    ),
    h("p", { className: "quiet small" }, `${one.question} 0: ${one.low}. 100: ${one.high}.`),
    following(h("div", { className: "strip" }), () =>
      strip(
        (row) => row.values[j],
        (row) => row.low[j],
        (row) => row.high[j],
      ),
    ),
    numbers,
    list,
  );
}

function why() {
  order = problem.groups
    .map((_, g) => g)
    .sort((one, other) => ranking.groupWeights[other] - ranking.groupWeights[one] || one - other);
  const shared = problem.scenarios[0].groups;
  const rows = order.map((g) => {
    const group = problem.groups[g];
    const end = problem.limits.end * (group.id in shared ? 1 : group.columns.length);
    const one = group.columns.length === 1;
    const of = (part) => (row) => groupValue(ranking, group, row[part]);
    return h(
      "div",
      { className: "row" },
      h(
        "div",
        { className: "head" },
        h("h3", { title: group.question }, group.name),
        slider(
          `g-${group.id}`,
          `the group ${group.name}`,
          end,
          () => ranking.groupRaw[g],
          () => percent.groups[g],
          (weight) => putWeights(groupParts(ranking, g, weight)),
        ),
      ),
      following(h("div", { className: "strip" }), () => strip(of("values"), of("low"), of("high"))),
      fold(`g-${group.id}`, one ? "1 fact and its weight" : `${group.columns.length} facts and their weights`, () =>
        [...group.columns]
          .sort((one, other) => ranking.weights[other] - ranking.weights[one] || one - other)
          .map(criterion),
      ),
    );
  });
  const out = () =>
    ranking.excluded.map((one) => `${one.alternative.name} (${exclusionText(one) || "you left it out"})`);
  return h(
    "section",
    { id: "why" },
    h("h2", null, "Why"),
    following(h("div", { className: "reasons" }), () =>
      lead
        ? advantages(ranking, lead).map((text) => paragraph(text))
        : ranking.leads &&
          unasked(ranking) &&
          paragraph(problem.sentences["nothing said"]),
    ),
    following(h("ul", { className: "shares key" }), () =>
      // Without answers the points describe no project, and the most would look like a lead.
      ranking.order.map((row) =>
        h("li", null, mark(row), names(look(row).name), ...(unasked(ranking) ? [] : ["\u00a0", h("b", null, Math.round(100 * ranking.scores[row]))])),
      ),
    ),
    h("p", { className: "scale quiet small", ariaHidden: "true" }, h("span", null, "worst"), h("span", null, "best")),
    rows,
    following(h("div", { className: "quiet small" }), () => [
      ranking.excluded.length > 0 && paragraph(`Not ranked: ${listing(out())}.`),
      notices(ranking, Boolean(room)).map((text) => paragraph(text)),
      paragraph(problem.unstated),
      paragraph(problem.unknown),
    ]),
    following(
      h("div"),
      () => weighed() && button("reset", "Reset weights", () => set("weights", start.weights)),
    ),
  );
}

// ---- Save and share ----

let name = "";
const status = h("p", { role: "status", className: "status" });
const tell = (text) => (status.textContent = saved = text);

function download(file, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  h("a", { href: url, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
  tell(`Saved as ${file}.`);
}

const today = () => new Date(Date.now() - 60_000 * new Date().getTimezoneOffset()).toISOString().slice(0, 10);
// A record, whose name is empty unless it is a vote.
const made = (by) =>
  record(ranking, lead, conclusion(ranking, lead, lead && oftenFirst(lead)), {
    made: today(),
    link: safe(address()),
    name: by,
  });

function vote() {
  if (name.trim()) return made(name.trim());
  document.getElementById("voter").focus();
  return (tell("A vote needs your name: enter it first."), undefined);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(address());
    tell("The link is copied.");
  } catch {
    prompt("Copy this link:", address()); // no clipboard without https
  }
}

async function load({ target }) {
  const [file] = target.files;
  if (!file) return;
  try {
    const found = JSON.parse(await file.text());
    if (found.format !== made("").format) throw new Error("it is not a decision record");
    if (found.state?.problem !== problem.id)
      throw new Error(`it is about “${found.state?.problem}”, not “${problem.id}”`);
    const { choices: next, strange } = allowed(problem, found.state);
    choose(next);
    tell(
      strange.length
        ? `Opened ${file.name} without what this page does not know: ${strange.join(", ")}.`
        : `Opened ${file.name}.`,
    );
  } catch (error) {
    tell(`${file.name} cannot be opened: ${error.message}.`);
  }
}

function save() {
  const file = (by) => `decision-${problem.id}${by && `-${by.replace(/[^\p{L}\p{N}]+/gu, "_")}`}-${today()}.json`;
  const json = (found) => `${JSON.stringify(found, null, 1)}\n`;
  return h(
    "section",
    { id: "save" },
    h("h2", null, "Save & share"),
    h(
      "label",
      { className: "number" },
      "Your name, for a vote",
      h("input", {
        id: "voter",
        "data-key": "voter",
        value: name,
        maxLength: 40,
        autocomplete: "off",
        oninput: ({ target }) => (name = target.value),
      }),
    ),
    h(
      "div",
      { className: "chips" },
      button("copy", "Copy link", copy),
      button("save", "Save the record", () => download(file(""), json(made("")))),
      button("vote", "Save my vote", () => {
        const found = vote();
        if (found) download(file(found.name), json(found));
      }),
      button("print", "Print", () => print()),
      h(
        "label",
        { className: "open" },
        "Open a record",
        h("input", { type: "file", accept: ".json,application/json", "data-key": "open", onchange: load }),
      ),
    ),
    status,
    h(
      "p",
      { className: "quiet small" },
      "The link holds all your settings. A record also has weights, result and facts; ",
      h("code", null, "advisor record --state"),
      " and the dashboard open it. A vote is your record with your name, for the decision of a group.",
    ),
    h(
      "p",
      { className: "quiet small" },
      `This page runs every test of the verdict. The dashboard has more: what would change the answer, a map of which ${problem.noun} leads where, other methods, weights by comparison, notes on every fact, and your own measurements. It comes with the advisor: `,
      h("code", null, "advisor serve"),
      ".",
    ),
  );
}

// ---- Drawing ----

const page = document.getElementById("page");
const body = h("div", { className: "columns" });
let started = false;

function draw(move = false) {
  const place = () => held?.getBoundingClientRect().top ?? 0;
  const before = place();
  ranking = rank(problem, choices, known);
  percent = percents();
  // At the start the controls come first, and the answer a moment later.
  if (!started) setTimeout(() => (drawAnswer(), live.forEach((follow) => follow())));
  else drawAnswer();
  if (move) {
    live.forEach((follow) => follow());
    const ran = held ? place() - before : 0;
    if (ran) scrollBy({ top: ran, behavior: "instant" }); // the slider stays in the hand
    return;
  }
  const focus = document.activeElement?.dataset?.key;
  live = [];
  const asked = room ? [project()] : [project(), breakers(), field()];
  const told = room ? [why()] : [why(), save()];
  body.replaceChildren(h("div", { className: "asked" }, asked), h("div", null, told));
  status.textContent = saved;
  started = true;
  if (focus) document.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

// The fragment of the address holds the choices, so these are no links.
const places = [
  ["project", "Questions"],
  ["why", "Why"],
  ["save", "Save"],
].filter(
  ([id]) =>
    id !== "project" || problem.questions.length || problem.scenarios[1] || problem.criteria.some(byButtons),
);
const goTo = (id) =>
  document
    .getElementById(id)
    ?.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });

page.append(
  ...[
    h("header", null, h("h1", null, problem.title), h("p", { className: "quiet" }, problem.question)),
    h(
      "main",
      null,
      h("div", { id: "own" }, top, h("section", { id: "answer", ariaLabel: "The answer" }, sentence, spoken), body),
    ),
    !room &&
      h(
        "nav",
        { ariaLabel: "Parts of the page" },
        places.map(([id, text]) => button(`to-${id}`, text, () => goTo(id))),
      ),
  ].filter(Boolean),
);
if (room) choose(start);
else {
  open();
  addEventListener("hashchange", open);
}

// For the script of a room, see `advisor.report.light.light_page`.
if (room)
  globalThis.advisor = {
    // What a participant has chosen, and the vote that follows.
    vote: () => ({
      choices: { scenario: choices.scenario, answers: choices.answers, weights: choices.weights },
      weights: Object.fromEntries(problem.criteria.flatMap(({ id }, j) => (ranking.raw[j] ? [[id, ranking.raw[j]]] : []))),
      said: !unasked(ranking),
      groups: problem.groups.map(({ id, name }, g) => ({ id, name, share: ranking.groupWeights[g] })),
    }),
    restore: ({ scenario, answers, weights }) =>
      choose(allowed(problem, { ...start, scenario, answers, weights }).choices),
    // Takes the weights of a record, and returns those that this problem does not have.
    open: (record) => {
      if (record.problem !== problem.id || !record.weights) throw new Error("it is about something else");
      const nothing = Object.fromEntries(problem.criteria.map(({ id }) => [id, 0]));
      const found = allowed(problem, { ...choices, weights: { ...nothing, ...record.weights } });
      choose(found.choices);
      return found.strange;
    },
    hue: (id) => `var(--data-${(byId(problem.alternatives, id).place % 15) + 1})`,
  };
