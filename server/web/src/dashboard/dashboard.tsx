// The dashboard of those who run the service: what becomes of the cards, and what the service did not know.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Dashboard as Data } from "../common/api";
import { fetchJson, messageOf } from "../common/http";
import { PageFrame } from "../common/page_frame";
import { SelectField } from "../common/select_field";
import { CardTable } from "./card_table";
import { OutcomeChart } from "./outcome_chart";
import { chosenLines, guidelinesOf, overTime, type Period, share, sum } from "./outcomes";
import { SinceStart } from "./since_start";

interface Read {
  data: Data;
  at: Date;
}

export function Dashboard() {
  const [read, setRead] = useState<Read>();
  const [problem, setProblem] = useState("");
  const refresh = () => {
    setProblem("");
    fetchJson<Data>("/dashboard/data").then(
      (data) => setRead({ data, at: new Date() }),
      (error) => setProblem(messageOf(error)),
    );
  };
  useEffect(refresh, []);
  return (
    <PageFrame title="bone-health-cds: what becomes of the cards" about={read && <Age read={read} onRefresh={refresh} />}>
      <div class="stack">
        {problem && (
          <p class="notice bad" role="alert">
            {problem} {read ? "What is shown is older." : ""}
          </p>
        )}
        {read ? <Contents read={read} /> : !problem && <p role="status">Reading…</p>}
      </div>
    </PageFrame>
  );
}

const Age = ({ read: { at }, onRefresh }: { read: Read; onRefresh: () => void }) => (
  <span class="row">
    <span role="status">Data of {at.toLocaleTimeString("en-GB")}</span>
    <button type="button" class="small" onClick={onRefresh}>
      Refresh
    </button>
  </span>
);

const periods: [string, string][] = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["all", "all days"],
];

const periodOf = (value: string): Period => (value === "all" ? "all" : (Number(value) as Period));

function Contents({ read: { data, at } }: { read: Read }) {
  const [period, setPeriod] = useState<Period>(30);
  const [guideline, setGuideline] = useState("");
  const guidelines: [string, string][] = [["", "all"], ...guidelinesOf(data).map((name): [string, string] => [name, name])];
  const since = new Date(data.since).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <section class="panel stack" aria-labelledby="outcomes">
        <h2 id="outcomes">Cards</h2>
        <div class="choices">
          <SelectField label="Period" value={String(period)} options={periods} onChoose={(value) => setPeriod(periodOf(value))} />
          <SelectField label="Guideline" value={guideline} options={guidelines} onChoose={setGuideline} />
        </div>
        <Outcomes data={data} period={period} guideline={guideline} today={at.toISOString().slice(0, 10)} />
      </section>
      <SinceStart data={data} since={since} />
    </>
  );
}

function Outcomes({ data, period, guideline, today }: { data: Data; period: Period; guideline: string; today: string }) {
  const lines = useMemo(() => chosenLines(data, period, guideline, today), [data, period, guideline, today]);
  const steps = useMemo(() => overTime(lines, period, today), [lines, period, today]);
  if (lines.length === 0) return <p class="notice">{data.outcomes.length === 0 ? "No card was shown so far." : "No card was shown in this period under this guideline."}</p>;
  return (
    <>
      <Totals {...sum(lines)} />
      <OutcomeChart steps={steps} />
      <div class="stack close">
        <h3>By card</h3>
        <CardTable lines={lines} />
      </div>
    </>
  );
}

function Totals({ shown, accepted, overridden }: { shown: number; accepted: number; overridden: number }) {
  const told = [
    { name: "Shown", value: String(shown) },
    { name: "Accepted", value: `${accepted} (${share(accepted, shown)})` },
    { name: "Overridden", value: `${overridden} (${share(overridden, shown)})` },
    { name: "Without an answer", value: `${Math.max(0, shown - accepted - overridden)}` },
  ];
  return (
    <dl class="totals">
      {told.map(({ name, value }) => (
        <div key={name} class="panel">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
