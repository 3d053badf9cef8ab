// The bone-health view: one page about one patient, to read and to print.
import { useEffect, useState } from "preact/hooks";
import { Refusal } from "../common/http";
import { PageFrame } from "../common/page_frame";
import { Advice } from "./advice";
import { boneHealth, type BoneHealth } from "./bone_health";
import { Charts } from "./charts";
import { RiskFactors } from "./findings";
import { NextDxa } from "./next_dxa";
import { NotRead } from "./not_read";
import { detailsOf, nameOf } from "./patient";
import { Problem } from "./problem";
import { openDataToPrint } from "./printing";

export function View() {
  const [shown, setShown] = useState<BoneHealth | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => void boneHealth().then(setShown, setProblem), []);
  useEffect(openDataToPrint, []);
  return (
    <PageFrame title="Bone health" about={shown && <button class="no-print" onClick={() => print()}>Print</button>}>
      {shown ? <Report {...shown} /> : problem ? <Failure problem={problem} /> : <p role="status">Reading the patient's record…</p>}
    </PageFrame>
  );
}

function Report({ patient, why, guideline, unread }: BoneHealth) {
  const age = why.facts?.find(({ name }) => name === "age")?.value;
  const today = why.date ?? new Date().toISOString().slice(0, 10); // no day is told where nothing was evaluated
  return (
    <div class="report">
      <section class="panel patient" aria-label="Patient">
        <h2>{nameOf(patient)}</h2>
        <dl>
          {detailsOf(patient, today, age).map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {!why.notOurs && <NextDxa why={why} />}
      <NotRead why={why} unread={unread} />
      <div class="columns">
        {!why.notOurs && <Charts why={why} guideline={guideline} />}
        <div class="stack">
          <Advice why={why} guideline={guideline} />
          {!why.notOurs && <RiskFactors why={why} guideline={guideline} />}
        </div>
      </div>
      <p class="small muted">Supports clinicians' decisions and does not replace their judgement. Dates and numbers are as the record has them.</p>
    </div>
  );
}

function Failure({ problem }: { problem: unknown }) {
  const { message, advice } = inWords(problem);
  return (
    <section class="notice bad stack close" role="alert">
      <h2>The view cannot be shown</h2>
      <p>{message}</p>
      {advice && <p>{advice}</p>}
    </section>
  );
}

function inWords(problem: unknown): { message: string; advice?: string } {
  if (problem instanceof Problem) return problem;
  if (problem instanceof Refusal && problem.status === 412)
    return { message: "The service needs data that could not be read from the record, so it gives no advice.", advice: problem.message };
  if (problem instanceof Refusal) return { message: "The service did not answer as it should.", advice: problem.message };
  return { message: "Something went wrong on this page.", advice: "Please open this view again from the patient's chart." };
}
