// Results in sentences. The sentences come from `advisor.report.wording` in `problem.sentences`; this
// module fills them in, as its Python modules do. tests/report/test_light_words.py compares both.
import { apportion, argsort, byId, points, relaxations, screen, shifts, sum } from "./score.js";

const NAMED = 3;
const BEYOND = 5; // alternatives that a notice names
const [REASONS, REASONS_NAMED, MOST_NAMED] = [3, 2, 2];
const CLOSE = 1e-9;

const said = ({ sentences }, name, parts = {}) => sentences[name].replace(/\{(\w+)\}/g, (_, part) => parts[part]);

export const listing = (names) =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const capital = (text) => text[0].toUpperCase() + text.slice(1);

// Halves go to the even number, as in Python, after rounding errors are gone.
const rounded = (x) => {
  const exact = Math.round(x * 1e9) / 1e9;
  return Math.abs(exact % 1) === 0.5 ? 2 * Math.round(exact / 2) : Math.round(exact);
};

export function percentText(share) {
  if (share > 0 && share < 0.005) return "less than 1\u00a0%";
  if (share >= 0.995 && share < 1) return "more than 99\u00a0%";
  return `${rounded(share * 100)}\u00a0%`;
}

const pointsText = (whole) =>
  `${whole > 0 ? "+" : whole < 0 ? "−" : ""}${Math.abs(whole)} point${Math.abs(whole) === 1 ? "" : "s"}`;

// A number as Python's "g" writes it.
const figure = (number, digits) => {
  const size = number ? Math.floor(Math.log10(Math.abs(number))) : 0;
  if (size > -5 && size < digits) return String(number);
  const [first, power] = number.toExponential().split("e");
  return `${first}e${power[0]}${power.slice(1).padStart(2, "0")}`;
};

// Three digits, as `number_text` rounds them.
export function numberText(number) {
  const half = number.toExponential(60).match(/^(-?\d\.\d[02468])50*(e.*)$/); // goes to the even digit
  return figure(Number(half ? half[1] + half[2] : number.toPrecision(3)), 6);
}

export function performanceText({ levels, unit }, performance) {
  if (performance === null) return "unknown";
  const level = levels.find((one) => one.level === performance);
  if (level) return level.meaning.replace(/\.+$/, "");
  const number = numberText(performance);
  // `1 name`, `2 names`; `ms` and `pages/s` stay.
  return `${number} ${number === "1" ? unit.replace(/^([a-z]{2,}[^s])s$/, "$1") : unit}`.trimEnd();
}

// The range of an uncertain performance; empty for a certain one.
export function rangeText(criterion, { low, high }) {
  if (low === null || high === null || low === high) return "";
  const [one, other] = [performanceText(criterion, low), performanceText(criterion, high)];
  if (criterion.levels.length) return `“${one}” to “${other}”`;
  return `${numberText(low)} to ${numberText(high)} ${criterion.unit}`.trimEnd();
}

const stated = ({ choices }, { id }, criterion) => !criterion.input || choices.inputs[criterion.id]?.[id] !== undefined;

export function factText(ranking, row, j) {
  const criterion = ranking.problem.criteria[j];
  return stated(ranking, row, criterion)
    ? performanceText(criterion, row.cells[j].stated)
    : ranking.problem.sentences["not stated"];
}

function side(ranking, row, j) {
  const criterion = ranking.problem.criteria[j];
  const text = factText(ranking, row, j);
  return `${row.name} ${criterion.levels.length && stated(ranking, row, criterion) ? `“${text}”` : text}`;
}

// ---- The answer ----

export const unasked = ({ problem, choices }) =>
  problem.questions.length > 0 &&
  choices.scenario === problem.scenarios[0].id &&
  !Object.keys(problem.scenarios[0].answers).length &&
  ["answers", "inputs", "weights", "requirements"].every((part) => !Object.keys(choices[part]).length);

// Rows by how often each ranks first, with that count of 100 simulations as text.
export function oftenFirst({ shares, leader }) {
  // The leader's share is rounded down, as in the verdict.
  const own = Math.floor(shares[leader] * 100 + CLOSE);
  const rest = shares.map((_, row) => row).filter((row) => row !== leader);
  const counts = apportion(
    rest.map((row) => shares[row] * 100),
    100 - own,
  );
  const text = (share, count) => (count === 0 && share > 0 ? "<1" : count === 100 && share < 1 ? ">99" : String(count));
  return argsort(shares.map((share) => -share)).map((row) => [
    row,
    text(shares[row], row === leader ? own : counts[rest.indexOf(row)]),
  ]);
}

export const inUnit = ({ unit }, choice) => unit.split("{}").join(choice);

const needText = (needed, choice) =>
  `${{ "at least": "at least ", "at most": "at most " }[needed.kind] ?? ""}${inUnit(needed, choice)}`;

// A demand in words: `WebSockets: built in or better`.
export function demandText(problem, requirement, demand) {
  const text = `${requirement.name}: ${needText(requirement, demand)}`;
  return requirement.kind === "levels" && demand !== requirement.choices.at(-1)
    ? said(problem, "or better", { demand: text })
    : text;
}

export const mustHave = (problem, requirement, demand) =>
  `${requirement.name} (${demandText(problem, requirement, demand).slice(requirement.name.length + 2)})`;

export const exclusionText = ({ missing }) =>
  missing
    .map(
      ({ requirement, demand, offered }) =>
        `${requirement.name}: ${inUnit(requirement, offered)} instead of ${needText(requirement, demand)}`,
    )
    .join("; ");

const wouldLead = (problem, { leaders }) =>
  said(problem, leaders.length > 1 ? "would tie" : "would lead", { names: listing(leaders.map(({ name }) => name)) });

const withoutEach = (ranking) =>
  relaxations(ranking)
    .filter(({ changes }) => changes)
    .map((relaxed) =>
      said(ranking.problem, "without must-have", {
        need: mustHave(ranking.problem, relaxed.requirement, relaxed.demand),
        leads: wouldLead(ranking.problem, relaxed),
      }),
    )
    .join(" ");

// The largest text of the page: title, sentence and detail, the verdict, and whether the title names
// the alternative to choose.
export function conclusion(ranking, lead, often) {
  const { problem, rows, order } = ranking;
  const say = (name, parts) => said(problem, name, parts);
  const told = (title, sentence = "", detail = "", verdict = "open", crowned = false) => ({
    title,
    sentence,
    detail,
    verdict,
    crowned,
  });
  if (!ranking.leads) return nothingLeads(ranking, say, told);
  if (unasked(ranking)) return told(say("unasked"), say("two answers"));
  const name = (row) => rows[row].name;
  const texts = Object.fromEntries(often);
  const { reason, verdict, leader } = lead;
  if (verdict === "tie") {
    if (reason === "equal")
      return told(
        say("equal", { names: listing(order.filter((row) => ranking.ranks[row] === 1).map(name)) }),
        say("same score"),
        withoutEach(ranking),
        verdict,
      );
    const close = new Set([leader, ...lead.likelier, ...(reason === "facts" ? lead.close : [])]);
    const named = often.filter(([row]) => close.has(row));
    const first = named
      .slice(0, NAMED)
      .map(([row, text]) => `${name(row)} ${text}`)
      .join(", ");
    const shares = named.length > NAMED ? say("and more", { shares: first, count: named.length - NAMED }) : first;
    const far = reason !== "facts" && lead.rival >= problem.limits.likelier * lead.share;
    const sentence =
      reason === "facts" ? say("close") : say("rival", { first: name(leader), second: name(named[0][0]) });
    return told(say(far ? "no clear answer" : "toss-up", { shares }), sentence, withoutEach(ranking), verdict);
  }
  const rest = listing(
    lead.contenders.slice(0, NAMED).map((row) => say("often", { name: name(row), often: texts[row] })),
  );
  const sentence = say(verdict === "clear" ? "clear" : rest ? "fragile, rest" : "fragile", {
    often: texts[leader],
    rest,
  });
  const detail = {
    nothing: () => (lead.unbeaten && lead.share >= problem.limits.always ? say("always") : ""),
    facts: () => say("facts"),
    weights: () => say("weights"),
    "one weight": () => {
      const names = lead.turning
        .slice(0, NAMED)
        .map((id) => `“${(byId(problem.groups, id) ?? byId(problem.criteria, id)).name}”`)
        .join(", ");
      const several = lead.turning.length > NAMED ? "many weights" : "few weights";
      return say(lead.turning.length === 1 ? "one weight" : several, { noun: problem.noun, names });
    },
    cut: () => {
      const [cut] = lead.cuts;
      const [one, other] = cut.groups.map((g) => problem.groups[g].name);
      return `${say(other ? "merged" : "split", { name: name(cut.first), one, other })}.`;
    },
    question: () => {
      const [{ question, answer, first }] = lead.questions;
      return say("question", { name: name(first), asked: question.question, answer: answer.text });
    },
    unlisted: () => say("unlisted", { often: Math.floor(lead.beyond * 100 + CLOSE) }),
  }[reason]();
  return told(name(leader), sentence, [detail, withoutEach(ranking)].filter(Boolean).join(" "), verdict, true);
}

function nothingLeads(ranking, say, told) {
  const { problem, rows, excluded } = ranking;
  const { noun } = problem;
  const screened = excluded.filter(({ missing }) => missing.length);
  if (!rows.length) {
    if (!screened.length) return told(say("none left", { noun }), say("all left out", { noun }));
    const fewest = Math.min(...screened.map(({ missing }) => missing.length));
    const lacks = screened.filter(({ missing }) => missing.length === fewest);
    return told(
      say("none meets", { noun }),
      say("closest", { names: listing(lacks.map((one) => `${one.alternative.name} (${exclusionText(one)})`)) }),
    );
  }
  if (rows.length > 1) return told(say("all zero"), say("no ranking"));
  const [{ name }] = rows;
  if (!screened.length) return told(say("one left", { name }), say("others left out", { noun }));
  const decisive = new Set(screened.flatMap(({ missing }) => missing.map(({ requirement }) => requirement)));
  const standing = screen(problem, ranking.demands, rows[0]).filter(({ requirement }) => decisive.has(requirement));
  const pending = standing
    .filter(({ outcome }) => outcome !== "met")
    .map(({ requirement, outcome, by }) =>
      say(outcome === "later" ? "planned" : "not known", { name, need: requirement.name, day: by }),
    );
  const [many, byHand] = [standing.length > 1, screened.length < excluded.length];
  const needs = `must-have${many ? "s" : ""} ${listing(standing.map((one) => mustHave(problem, one.requirement, one.demand)))}`;
  const sentence = pending.length
    ? byHand
      ? "left, not ruled out"
      : "not ruled out"
    : byHand
      ? "only one left"
      : "only one";
  const relaxed = relaxations(ranking).filter(({ changes }) => changes);
  // The sentence has already named a single must-have.
  const without = many
    ? withoutEach(ranking)
    : relaxed.map((one) => say("without it", { leads: wouldLead(problem, one) })).join(" ");
  return told(
    name,
    say(sentence, { name, needs, do: many ? "do" : "does" }),
    [...pending, without].filter(Boolean).join(" "),
    "open",
    true,
  );
}

// Differences between the first two in points of 100, and what an input that decides costs or keeps.
export function advantages(ranking, lead) {
  const { problem, rows, order, weights } = ranking;
  const say = (name, parts) => said(problem, name, parts);
  const [one, other] = order.slice(0, 2).map((row) => rows[row]);
  const ahead = weights.map((weight, j) => weight * one.values[j] - weight * other.values[j]);
  const felt = argsort(ahead.map((gain) => -Math.abs(gain))).filter((j) => points(ahead[j]));
  const some = (columns) =>
    columns
      .slice(0, REASONS_NAMED)
      .map((j, at) => {
        const whole = points(Math.abs(ahead[j]));
        return `${problem.criteria[j].name} (+${whole}${at ? "" : `\u00a0point${whole === 1 ? "" : "s"}`})`;
      })
      .join(", ");
  const [speakFor, against] = [felt.filter((j) => ahead[j] > 0), felt.filter((j) => ahead[j] < 0)];
  const found = [];
  if (speakFor.length)
    found.push(
      say(speakFor.length > 1 ? "advantages" : "advantage", {
        first: one.name,
        second: other.name,
        points: some(speakFor),
      }),
    );
  if (against.length) found.push(say("in favour", { second: other.name, points: some(against) }));
  if (!found.length) found.push(say("no difference"));
  return [...found, ...incumbents(ranking, lead, say)];
}

function incumbents(ranking, { verdict, leader }, say) {
  const { problem, rows, order, weights, advice } = ranking;
  const { tie } = problem.limits;
  const decide = new Set(advice.rules.filter(({ amount }) => amount === "decides").map(({ target }) => target));
  return problem.criteria.flatMap(({ id, name, input }, j) => {
    const values = rows.map((row) => row.values[j]);
    const most = Math.max(...values);
    if (!input || !decide.has(id) || weights[j] * (most - Math.min(...values)) <= tie) return [];
    const sides = (...some) => `${name} (${some.map((row) => side(ranking, rows[row], j)).join(", ")})`;
    const best = order.filter((row) => values[row] >= most - tie);
    if (best.includes(leader)) {
      const scores = rows.map((row, at) => ranking.scores[at] - weights[j] * row.values[j]);
      const first = scores.indexOf(Math.max(...scores));
      const changes = scores[first] > scores[leader] + tie * (1 - weights[j]);
      return changes && verdict !== "tie"
        ? [say("kept", { name: rows[leader].name, sides: sides(leader, first), otherwise: rows[first].name })]
        : [];
    }
    const ahead = weights.map((weight, k) => weight * (rows[leader].values[k] - rows[best[0]].values[k]));
    const cost = points(-ahead[j]);
    if (!cost) return [];
    const gains = argsort(ahead.map((gain) => -gain))
      .filter((k) => ahead[k] > tie)
      .slice(0, REASONS)
      .filter((k) => points(ahead[k]))
      .map((k) => `${problem.criteria[k].name} (${pointsText(points(ahead[k]))})`);
    const costs = say("replaced", {
      leader: rows[leader].name,
      name: rows[best[0]].name,
      cost: pointsText(cost).slice(1),
      sides: sides(best[0], leader),
    });
    return [gains.length ? `${costs} ${say("gains", { gains: listing(gains) })}` : costs];
  });
}

// ---- Answers and notices ----

// What the answer to a question does, in one line; empty without an answer.
export function answerEffect(ranking, question, all = shifts(ranking)) {
  const { problem, advice } = ranking;
  if (!(question in advice.answers)) return "";
  const say = (name, parts) => said(problem, name, parts);
  const acts = ({ effect, target, amount }) => effect === "weight" || advice.words[target] === amount;
  const felt = all.filter(
    ({ rule, before, after }) => rule.question === question && acts(rule) && percentText(before) !== percentText(after),
  );
  const once = felt.filter(({ rule }, at) => felt.findIndex((one) => one.rule.target === rule.target) === at);
  const moved = argsort(once.map(({ before, after }) => -Math.round(Math.abs(after - before) / CLOSE))).map(
    (at) => once[at],
  );
  const names = advice.rules
    .filter((rule) => rule.question === question && rule.effect === "require")
    .map(({ target, amount }) =>
      say("requires", { demand: demandText(problem, byId(problem.requirements, target), amount) }),
    );
  for (const [verb, up] of [
    ["raises", true],
    ["lowers", false],
  ]) {
    const some = moved.filter(({ before, after }) => after > before === up);
    const named = some.slice(0, MOST_NAMED).map(({ rule, before, after }) => {
      const { name } = byId(problem.criteria, rule.target) ?? byId(problem.groups, rule.target);
      return say("shifted", { name, before: percentText(before), after: percentText(after) });
    });
    if (some.length > MOST_NAMED) named.push(say("more", { count: some.length - MOST_NAMED }));
    if (named.length) names.push(say(verb, { names: listing(named) }));
  }
  if (names.length) return `${capital(names.join("; "))}.`;
  const covered = problem.rules.some(
    (rule) => rule.question === question && rule.effect !== "require" && advice.unsure.has(rule.target),
  );
  return say(advice.answers[question] === "not_sure" && covered ? "every answer" : "no effect");
}

// Performances beyond the anchors of a criterion with weight, which count as the anchor.
function beyond({ problem, rows, weights }) {
  return problem.criteria.flatMap(({ name, shape, worst, best, unit }, j) => {
    if (!weights[j] || shape === "levels") return [];
    const out = (end, is) => {
      const names = rows
        .filter(({ cells }) => cells[j].stated !== null && is(cells[j].stated))
        .map((row) => `${row.name} (${short(row.cells[j].stated)})`);
      const more = names.splice(BEYOND).length;
      if (more) names.push(`${more} more`);
      const parts = { criterion: name, worst: short(worst), best: short(best), unit, end: short(end) };
      const sentence = names.length + more > 1 ? "several beyond" : "beyond";
      return names.length ? [said(problem, sentence, { names: listing(names), ...parts })] : [];
    };
    const [low, high] = [Math.min(worst, best), Math.max(worst, best)];
    return [...out(low, (x) => x < low), ...out(high, (x) => x > high)];
  });
}

const short = (number) => figure(Number(number.toPrecision(10)), 10);

// What a reader should know before trusting the figures.
// In a room only the facilitator can enter inputs.
export function notices(ranking, room = false) {
  const { problem, rows, weights, advice, choices, demands } = ranking;
  const { noun } = problem;
  if (!rows.length) return [];
  const alike = new Map();
  for (const row of weights.some(Boolean) ? rows : []) {
    const missing = problem.criteria
      .filter((_, j) => weights[j] > 0 && row.cells[j].stated === null)
      .map(({ name }) => name)
      .join(", ");
    if (missing) alike.set(missing, [...(alike.get(missing) ?? []), row.name]);
  }
  const found = [...alike].map(([criteria, names]) => said(problem, "unknown", { names: names.join(", "), criteria }));
  found.push(...beyond(ranking));
  const silent = problem.criteria
    .filter(
      ({ id, input }) =>
        input && ["much", "decides"].includes(advice.words[id]) && !Object.keys(choices.inputs[id] ?? {}).length,
    )
    .map(({ name }) => `“${name}”`);
  if (silent.length && room)
    found.push(
      `Your answers give much weight to ${silent.join(" and ")}, but the facilitator has not said how each ${noun} does on that. So this weight favours no ${noun}.`,
    );
  else if (silent.length)
    found.push(
      said(problem, silent.length === 1 ? "not entered" : "none entered", { names: silent.join(" and "), noun }),
    );
  for (const row of rows)
    for (const { requirement, outcome, offered, coming, by } of screen(problem, demands, row)) {
      const [today, then] = [offered, coming].map((text) => inUnit(requirement, text));
      const sentence = { unknown: "may not meet", later: "not yet" }[outcome];
      if (sentence)
        found.push(said(problem, sentence, { name: row.name, need: requirement.name, today, then, day: by }));
    }
  return found;
}
