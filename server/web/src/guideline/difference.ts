// What differs between two guidelines: tables, rules and counts, by their ids.
import type { Count, Guideline, Rule, Table } from "../common/api";

export interface RuleChange {
  id: string;
  before?: Rule; // left out if it was added
  after?: Rule; // left out if it was removed
  what: string[]; // of one in both: "cells", "outcome", "criterion"
}

export interface TableChange {
  id: string;
  title: string;
  before?: Table;
  after?: Table;
  rules: RuleChange[];
}

export interface CountChange {
  id: string;
  title: string;
  lines: string[]; // what was added, removed or changed, in words
}

export interface Difference {
  tables: TableChange[]; // those that differ
  counts: CountChange[];
  same: number; // tables that are the same in both
}

// Sources are not compared: a table that two guidelines share names the guideline of each.

export function difference(before: Guideline, after: Guideline): Difference {
  const changes = paired(before.tables, after.tables).map(tableChange);
  const tables = changes.filter((one) => !one.before || !one.after || one.rules.length > 0);
  const counts = paired(before.counts, after.counts).map(countChange);
  return { tables, counts: counts.filter(({ lines }) => lines.length > 0), same: changes.length - tables.length };
}

interface Pair<T> {
  before?: T;
  after?: T;
}

// In the order of `after`, then what only `before` has.
function paired<T extends { id: string }>(before: T[], after: T[]): Pair<T>[] {
  const gone = before.filter(({ id }) => !after.some((one) => one.id === id));
  return [...after.map((one) => ({ before: before.find(({ id }) => id === one.id), after: one })), ...gone.map((one) => ({ before: one }))];
}

function tableChange({ before, after }: Pair<Table>): TableChange {
  const { id, title } = (after ?? before)!;
  const rules = before && after ? paired(before.rules, after.rules).map(ruleChange).filter(isChange) : [];
  return { id, title, before, after, rules };
}

const isChange = ({ before, after, what }: RuleChange) => !before || !after || what.length > 0;

function ruleChange({ before, after }: Pair<Rule>): RuleChange {
  const id = (after ?? before)!.id;
  if (!before || !after) return { id, before, after, what: [] };
  const what = [];
  if (!alike(before.ways, after.ways)) what.push("cells");
  for (const member of ["outcome", "criterion"] as const) if (before[member] !== after[member]) what.push(member);
  return { id, before, after, what };
}

function countChange({ before, after }: Pair<Count>): CountChange {
  const { id, title } = (after ?? before)!;
  if (!before || !after) return { id, title, lines: [after ? "only in the second" : "only in the first"] };
  const lines = paired(before.criteria, after.criteria).flatMap((pair) => {
    const label = (pair.after ?? pair.before)!.label;
    if (!pair.before) return [`added: ${label}`];
    if (!pair.after) return [`removed: ${label}`];
    return alike(pair.before.when, pair.after.when) ? [] : [`changed: ${label}, from ${cells(pair.before.when)} to ${cells(pair.after.when)}`];
  });
  return { id, title, lines: before.any === after.any ? lines : ["one counts, the other asks whether any holds", ...lines] };
}

const alike = (one: object, other: object) => canonical(one) === canonical(other);

// The same text for the same cells, in whatever order they were written.
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => one.localeCompare(other));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

export const cells = (when: Record<string, string>): string =>
  Object.entries(when)
    .map(([name, cell]) => `${name} ${cell}`)
    .join("; ") || "anything";
