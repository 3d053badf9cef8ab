// What could not be read: a view that does not say so would pass for all there is.
import type { Why } from "../common/api";

const inWords: Record<string, string> = {
  conditions: "problems and diagnoses",
  medications: "orders of drugs",
  boneDensity: "bone density",
  dxaReports: "reports of scans",
  dxaDocuments: "documents of scans",
  serviceRequests: "orders of scans",
  medicationStatements: "statements about drugs",
  medicationAdministrations: "doses given",
  labs: "laboratory results",
  familyHistory: "family history",
  riskAssessments: "risk assessments",
};

const words = (id: string) => id.replaceAll("-", " ");

export function NotRead({ why, unread }: { why: Why; unread: string[] }) {
  const notLooked = (why.facts ?? []).filter(({ value, looked }) => value === null && !looked).map(({ label }) => label);
  const quality = why.dataQuality ?? [];
  if (unread.length + notLooked.length + quality.length === 0) return null;
  return (
    <section class="notice warning stack close" aria-labelledby="not-read">
      <h2 id="not-read">What could not be read</h2>
      {unread.length > 0 && <p>The FHIR server did not give, or not completely: {unread.map((key) => inWords[key] ?? key).join(", ")}.</p>}
      {notLooked.length > 0 && <p>So these could not be looked up: {notLooked.join(", ")}.</p>}
      {quality.length > 0 && <p>In the record, and not used as it stands: {quality.map(words).join(", ")}.</p>}
    </section>
  );
}
