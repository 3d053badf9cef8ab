// The facts of a patient, each with where it was found; those unknown say whether anybody looked.
import { useState } from "preact/hooks";
import type { Fact } from "../common/api";
import { ScrollRegion } from "../common/scroll_region";
import { SearchField } from "../common/search_field";
import { SelectField } from "../common/select_field";
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
        <KindChoice shown={shown} facts={facts} onChoose={setShown} />
        <SearchField label="Find a fact" words={words} onType={setWords} />
      </div>
      <ScrollRegion label="Table of facts">
        <table class="facts">
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
      <td class="day">{fact.date}</td>
    </tr>
  );
}

function KindChoice({ shown, facts, onChoose }: { shown: Shown; facts: Fact[]; onChoose: (shown: Shown) => void }) {
  const counted = (kind: Shown) => (kind === "all" ? facts.length : facts.filter((fact) => kindOf(fact) === kind).length);
  const options = (Object.keys(shownKinds) as Shown[]).map((kind) => [kind, `${shownKinds[kind]} (${counted(kind)})`] as [string, string]);
  return <SelectField label="Show facts" value={shown} options={options} onChoose={(kind) => onChoose(kind as Shown)} />;
}
