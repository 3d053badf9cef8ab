// What the guideline would say if a fact were another: each change is decided at once, and marked against the patient's own.
import { useEffect, useState } from "preact/hooks";
import type { Decision, FactValue, Guideline, Why } from "../common/api";
import { fetchJson, messageOf } from "../common/http";
import { FactForm } from "./fact_form";
import { WhatChanges } from "./what_changes";

export type Values = Record<string, FactValue>;

export const valuesOf = (why: Why): Values => Object.fromEntries(why.facts.map(({ name, value }) => [name, value]));

/** The body of POST /workbench/decide: what is unknown is left out. */
export const factsBody = (values: Values) => ({ facts: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) });

/** Shown anew (by its key) for each answer, so that changes never outlive the patient whose they are. */
export function WhatIf({ why, guideline }: { why: Why; guideline: Guideline }) {
  const own = valuesOf(why);
  const [changes, setChanges] = useState<Values>({});
  const { decision, problem } = useDecision(guideline, { ...own, ...changes });
  const change = (name: string, value: FactValue) =>
    setChanges(({ [name]: _, ...others }) => (value === own[name] ? others : { ...others, [name]: value }));
  return (
    <div class="what-if">
      <section aria-label="Facts to change" class="stack close">
        <h3>Change a fact</h3>
        <div class="row">
          <button type="button" class="small" disabled={!Object.keys(changes).length} onClick={() => setChanges({})}>
            As on record
          </button>
          <span class="small muted">{Object.keys(changes).length} changed</span>
        </div>
        <FactForm guideline={guideline} own={own} changes={changes} onChange={change} />
      </section>
      <section aria-label="What it would say" class="stack">
        <h3>What it would say</h3>
        <div aria-live="polite" class="stack">
          {problem && <p class="notice bad">{problem}</p>}
          {decision && !problem && <WhatChanges why={why} decision={decision} guideline={guideline} values={{ ...own, ...changes }} />}
        </div>
      </section>
    </div>
  );
}

const typingPause = 150; // milliseconds

function useDecision(guideline: Guideline, values: Values) {
  const [answer, setAnswer] = useState<{ decision?: Decision; problem?: string }>({});
  const body = JSON.stringify(factsBody(values));
  const path = `/workbench/decide?${new URLSearchParams({ guideline: guideline.key, occasion: guideline.occasion })}`;
  useEffect(() => {
    const running = new AbortController();
    const decide = async () => {
      const decided = await fetchJson<Decision>(path, body, running.signal).catch(messageOf);
      if (!running.signal.aborted) setAnswer(typeof decided === "string" ? { problem: decided } : { decision: decided });
    };
    const pause = setTimeout(decide, typingPause);
    return () => (clearTimeout(pause), running.abort());
  }, [path, body]);
  return answer;
}
