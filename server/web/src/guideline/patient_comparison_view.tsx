// The sample patients whose advice differs between two guidelines, and how.
import { useEffect, useState } from "preact/hooks";
import type { Guideline, SamplePatient } from "../common/api";
import { messageOf } from "../common/http";
import { ScrollRegion } from "../common/scroll_region";
import type { Service } from "../workbench/hooks";
import { beyond, comparePatients, differs, type Compared } from "./patient_comparison";

interface Parts {
  pair: [Guideline, Guideline];
  services: Service[];
  samples: SamplePatient[];
}

export function PatientComparison({ pair, services, samples }: Parts) {
  const { results, problem } = useComparison(pair, services, samples);
  const differing = results.filter(differs);
  const failed = results.filter((one) => one.problem);
  return (
    <section class="panel stack" aria-labelledby="patients">
      <h2 id="patients">Sample patients</h2>
      <p role="status">
        {problem || `Advice differs for ${differing.length} of ${results.length} patients asked about (of ${samples.length})`}
        {failed.length > 0 && `; ${failed.length} could not be compared: ${failed[0].problem}`}.
      </p>
      {differing.length > 0 && (
        <ScrollRegion label="Patients whose advice differs">
          <table>
            <caption class="only-read">Patients whose advice differs</caption>
            <thead>
              <tr>
                <th scope="col">Patient</th>
                <th scope="col">Only under {pair[0].key}</th>
                <th scope="col">Only under {pair[1].key}</th>
              </tr>
            </thead>
            <tbody>
              {differing.map((one) => (
                <tr key={one.sample.id}>
                  <th scope="row">
                    {one.sample.id} {one.sample.title}
                  </th>
                  <td>{beyond(one.first, one.second).join(", ") || "nothing"}</td>
                  <td>{beyond(one.second, one.first).join(", ") || "nothing"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

function useComparison(pair: [Guideline, Guideline], services: Service[], samples: SamplePatient[]) {
  const [results, setResults] = useState<Compared[]>([]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const running = new AbortController();
    const tell = (one: Compared) => {
      if (!running.signal.aborted) setResults((before) => [...before, one].sort((a, b) => a.sample.id.localeCompare(b.sample.id)));
    };
    setResults([]);
    setProblem("");
    comparePatients(pair, services, samples, tell, running.signal).catch((error) => setProblem(messageOf(error)));
    return () => running.abort();
  }, [pair[0], pair[1]]);
  return { results, problem };
}
