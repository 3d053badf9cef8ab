// The facts of a patient, each with where it was found; those unknown say whether anybody looked.
import { useId, useState } from "preact/hooks";
import type { Fact } from "../common/api";
import { ScrollRegion } from "../common/scroll_region";
import { valueText } from "../common/values";
import { ResourceButton } from "./resource_button";

const shownKinds = { all: "All", known: "On record", absent: "Not on record", unlooked: "Not looked up" };
type Shown = keyof typeof shownKinds;

const kindOf = ({ value, looked }: Fact): Shown => (value !== null ? "known" : looked ? "absent" : "unlooked");

export function FactTable({ facts, sent }: { facts: Fact[]; sent: string }) {
  const [shown, setShown] = useState<Shown>("all");
  const [words, setWords] = useState("");
  const listed = facts.filter((fact) => (shown === "all" || kindOf(fact) === shown) && isAbout(fact, words));
  return (
    <>
      <div class="filters">
        <Select shown={shown} facts={facts} onChoose={setShown} />
        <Search words={words} onType={setWords} />
      </div>
      <ScrollRegion label="Facts">
        <table>
          <caption class="only-read">{listed.length} facts</caption>
          <thead>
            <tr>
              <th scope="col">Fact</th>
              <th scope="col">Value</th>
              <th scope="col">Source</th>
              <th scope="col">Date</th>
            </tr>
          </thead>
          <tbody>
            {listed.map((fact) => (
              <FactRow key={fact.name} fact={fact} sent={sent} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

const isAbout = ({ name, label }: Fact, words: string) => `${name} ${label}`.toLowerCase().includes(words.trim().toLowerCase());

function FactRow({ fact, sent }: { fact: Fact; sent: string }) {
  return (
    <tr>
      <th scope="row">
        {fact.label} <code class="muted small">{fact.name}</code>
      </th>
      <td>{fact.value === null ? <span class="muted">{shownKinds[kindOf(fact)].toLowerCase()}</span> : <strong>{valueText(fact.value)}</strong>}</td>
      <td>{fact.source && <ResourceButton reference={fact.source} sent={sent} />}</td>
      <td class="numbers">{fact.date}</td>
    </tr>
  );
}

function Select({ shown, facts, onChoose }: { shown: Shown; facts: Fact[]; onChoose: (shown: Shown) => void }) {
  const id = useId();
  const counted = (kind: Shown) => (kind === "all" ? facts.length : facts.filter((fact) => kindOf(fact) === kind).length);
  return (
    <div>
      <label for={id}>Show facts</label>
      <select id={id} value={shown} onChange={(event) => onChoose(event.currentTarget.value as Shown)}>
        {(Object.keys(shownKinds) as Shown[]).map((kind) => (
          <option key={kind} value={kind}>
            {shownKinds[kind]} ({counted(kind)})
          </option>
        ))}
      </select>
    </div>
  );
}

export function Search({ words, onType, label = "Find a fact" }: { words: string; onType: (words: string) => void; label?: string }) {
  const id = useId();
  return (
    <div>
      <label for={id}>{label}</label>
      <input id={id} type="search" value={words} onInput={(event) => onType(event.currentTarget.value)} />
    </div>
  );
}
