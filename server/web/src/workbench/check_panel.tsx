// The results of all sample patients, as a table.
import { useEffect, useState } from "preact/hooks";
import { ScrollRegion } from "../common/scroll_region";
import type { Choice } from "./choice";
import { durationText } from "./exchange";
import { checkSamples, type SampleResult } from "./sample_check";
import type { Setting } from "./setting";

interface Parts {
  setting: Setting;
  guideline: string; // its key
  hook: Choice["hook"];
  onChoose: (id: string) => void;
}

export function CheckPanel({ setting, guideline, hook, onChoose }: Parts) {
  const results = useResults(setting, guideline, hook);
  const count = (which: (result: SampleResult) => boolean) => results.filter(which).length;
  const isDone = results.length === setting.samples.length;
  return (
    <div class="stack">
      <p role="status" class={`notice ${isDone && results.every((one) => !one.problem && one.verdict?.met !== false) ? "good" : ""}`}>
        {results.length} of {setting.samples.length} tried under {guideline} by {hook}: {count((one) => one.verdict?.met === true)} as expected,{" "}
        {count((one) => one.verdict?.met === false)} not, {count((one) => !!one.problem)} without an answer, {count((one) => !one.problem && !one.verdict)} of
        which nothing is expected.
      </p>
      <ScrollRegion label="Results of all sample patients">
        <table>
          <caption class="only-read">All sample patients under {guideline}</caption>
          <thead>
            <tr>
              <th scope="col">Patient</th>
              <th scope="col">Result</th>
              <th scope="col">Advised</th>
              <th scope="col" class="number">
                Time
              </th>
            </tr>
          </thead>
          <tbody>
            {results.map((result) => (
              <ResultRow key={result.sample.id} result={result} onChoose={onChoose} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}

function ResultRow({ result, onChoose }: { result: SampleResult; onChoose: (id: string) => void }) {
  const { sample, advice, verdict, problem, milliseconds } = result;
  return (
    <tr>
      <th scope="row">
        <button type="button" class="plain" onClick={() => onChoose(sample.id)}>
          {sample.id} {sample.title}
        </button>
      </th>
      <td>
        <Mark result={result} />
        {(problem || verdict?.met === false) && <p class="small">{problem ?? verdict!.problems.join("; ")}</p>}
      </td>
      <td class="small">{advice.join(", ") || "no card"}</td>
      <td class="number">{milliseconds === undefined ? "" : durationText(milliseconds)}</td>
    </tr>
  );
}

function Mark({ result: { verdict, problem } }: { result: SampleResult }) {
  if (problem) return <span class="badge bad">✗ no answer</span>;
  if (!verdict) return <span class="badge">nothing expected</span>;
  return verdict.met ? <span class="badge good">✓ as expected</span> : <span class="badge bad">✗ not as expected</span>;
}

// In the order of the patients, whichever answer comes first.
function useResults(setting: Setting, guideline: string, hook: Choice["hook"]): SampleResult[] {
  const [results, setResults] = useState<SampleResult[]>([]);
  useEffect(() => {
    let isWanted = true;
    setResults([]);
    void checkSamples(setting, guideline, hook, (result) => {
      if (isWanted) setResults((before) => [...before, result].sort((a, b) => a.sample.id.localeCompare(b.sample.id)));
    });
    return () => void (isWanted = false);
  }, [setting, guideline, hook]);
  return results;
}
