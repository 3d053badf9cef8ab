// Why the answer is what it is: what decided, the facts, the counts, and each table with the rule that fired.
import type { Guideline, Why } from "../common/api";
import { CountList } from "../common/count_list";
import { DecidedTables } from "./decided_tables";
import { FactTable } from "./fact_table";
import { silence } from "./cards_panel";
import type { Findings } from "./use_findings";
import { variablesOf } from "./setting";
import { WhatDecided } from "./what_decided";

interface Parts {
  findings: Findings;
  guideline?: Guideline;
}

export function WhyPanel({ findings, guideline }: Parts) {
  const { why, whyNot } = findings;
  if (!why) return <p class="notice bad">{whyNot}</p>;
  if (why.notOurs) return <p class="notice">{silence(why)}</p>;
  if (!guideline) return <p class="notice bad">The service does not list the guideline {why.guideline.key}.</p>;
  return <Reasons why={why} guideline={guideline} sent={findings.call.body} />;
}

function Reasons({ why, guideline, sent }: { why: Why; guideline: Guideline; sent: string }) {
  const variables = variablesOf(guideline);
  return (
    <div class="stack sections">
      <section aria-label="What decided" class="stack close">
        <h3>What decided</h3>
        <p class="muted small">
          {guideline.title}, version {why.guideline.version} ({guideline.status}), on {why.date}
        </p>
        {(why.silent || !why.cards.length) && <p class="notice">{silence(why)}</p>}
        <WhatDecided decided={why} guideline={guideline} />
      </section>
      {why.dataQuality.length > 0 && <DataQuality issues={why.dataQuality} />}
      <section aria-label="Facts" class="stack close">
        <h3>Facts</h3>
        <FactTable facts={why.facts} sent={sent} />
      </section>
      {guideline.counts.length > 0 && (
        <section aria-label="Counts" class="stack close">
          <h3>Counts</h3>
          <CountList counts={guideline.counts} variables={variables} values={why.counts} />
        </section>
      )}
      <section aria-label="Tables" class="stack close">
        <h3>All tables, in the order in which they were asked</h3>
        <DecidedTables why={why} guideline={guideline} variables={variables} />
      </section>
    </div>
  );
}

const DataQuality = ({ issues }: { issues: string[] }) => (
  <section aria-label="Data quality" class="notice warning">
    <h3>Data that cannot be used as they are</h3>
    <ul>
      {issues.map((issue) => (
        <li key={issue}>{issue.replaceAll("-", " ")}</li>
      ))}
    </ul>
  </section>
);
