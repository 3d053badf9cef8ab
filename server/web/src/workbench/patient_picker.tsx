// The sample patients to choose from, and what is special about the chosen one.
import { useId, useState } from "preact/hooks";
import type { SamplePatient } from "../common/api";
import type { Verdict } from "./expectation";
import { SearchField } from "../common/search_field";

interface PickerParts {
  samples: SamplePatient[];
  chosen: string;
  guideline: string; // the id under which the samples' expectations are listed
  verdict?: Verdict; // of the chosen one; none where nothing is expected of what was asked
  onChoose: (id: string) => void;
}

export function PatientPicker({ samples, chosen, guideline, verdict, onChoose }: PickerParts) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const listed = samples.filter(({ id, title, rationale }) => `${id} ${title} ${rationale}`.toLowerCase().includes(wanted));
  const sample = samples.find(({ id }) => id === chosen);
  return (
    <div class="stack close">
      <SearchField words={words} onType={setWords} label="Find a patient" />
      <p class="only-read" role="status">
        {listed.length} of {samples.length} patients
      </p>
      <ul class="patients" aria-label="Sample patients">
        {listed.map(({ id, title }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
              <strong>{id}</strong> {title}
            </button>
          </li>
        ))}
      </ul>
      {sample && <AboutSample sample={sample} guideline={guideline} verdict={verdict} />}
    </div>
  );
}

function AboutSample({ sample, guideline, verdict }: { sample: SamplePatient; guideline: string; verdict?: Verdict }) {
  const id = useId();
  const expected = sample.expect[guideline];
  return (
    <section class="stack close small" aria-labelledby={id}>
      <h3 id={id}>
        {sample.id}: {sample.title}
      </h3>
      <p class="muted">{sample.rationale}</p>
      {!expected && <p>Nothing is expected under {guideline}.</p>}
      {expected && (
        <p class="badges">
          Expected under {guideline}:{" "}
          {expected.advice.map((word) => (
            <span key={word} class="badge">
              {word}
            </span>
          ))}
        </p>
      )}
      {verdict && <VerdictLine verdict={verdict} />}
    </section>
  );
}

export const VerdictLine = ({ verdict }: { verdict: Verdict }) =>
  verdict.met ? (
    <p>
      <span class="badge good">✓ as expected</span>
    </p>
  ) : (
    <p>
      <span class="badge bad">✗ not as expected</span> {verdict.problems.join("; ")}
    </p>
  );
