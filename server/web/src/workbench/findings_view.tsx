// What came of a call, by tabs.
import type { ComponentChildren } from "preact";
import { Tabs } from "../common/tabs";
import { CardsPanel } from "./cards_panel";
import { CheckPanel } from "./check_panel";
import type { Choice } from "./choice";
import { durationText, type Exchange } from "./exchange";
import { cardsOf } from "./hooks";
import { RequestPanel, ResponsePanel } from "./json_panel";
import { guidelineOf, type Setting } from "./setting";
import { TimingPanel } from "./timing_panel";
import type { Findings, Firing } from "./use_findings";
import { WhatIf } from "./what_if";
import { WhyPanel } from "./why_panel";

interface Parts {
  setting: Setting;
  choice: Choice;
  firing: Firing;
  tab: string;
  onTab: (id: string) => void;
  onPatient: (id: string) => void;
}

const tabs = [
  { id: "cards", label: "Cards" },
  { id: "why", label: "Why" },
  { id: "what-if", label: "What if" },
  { id: "request", label: "Request" },
  { id: "response", label: "Response" },
  { id: "timing", label: "Timing" },
  { id: "check", label: "All patients" },
];

export function FindingsView(parts: Parts) {
  const { firing, tab, onTab } = parts;
  return (
    <>
      <p class="result-line" role="status">
        {firing.isFiring ? "Firing ..." : firing.findings && summary(firing.findings)}
      </p>
      <Tabs label="What comes of it" tabs={tabs} chosen={tab} onChoose={onTab}>
        <Panel {...parts} />
      </Tabs>
    </>
  );
}

function summary({ exchange, problem }: Findings): string {
  if (!exchange) return problem ?? "";
  const cards = cardsOf(exchange.body);
  const found = cards ? `${cards.length || "no"} ${cards.length === 1 ? "card" : "cards"}` : "refused";
  return `Status ${exchange.status}, ${found}, ${durationText(exchange.milliseconds)}`;
}

function Panel({ setting, choice, firing, tab, onPatient }: Parts): ComponentChildren {
  const { findings, past } = firing;
  if (tab === "check")
    return <CheckPanel setting={setting} guideline={choice.guideline || setting.about.guideline} hook={choice.hook} onChoose={onPatient} />;
  if (!findings) return <p class="muted">Nothing was fired yet.</p>;
  if (tab === "cards") return <CardsPanel findings={findings} />;
  if (tab === "why") return <WhyPanel findings={findings} guideline={followed(setting, findings)} />;
  if (tab === "what-if") return <WhatIfPanel setting={setting} findings={findings} />;
  if (!findings.exchange) return <p class="notice bad">{findings.problem}</p>;
  return <WirePanel tab={tab} exchange={findings.exchange} past={past} />;
}

function WhatIfPanel({ setting, findings }: { setting: Setting; findings: Findings }) {
  const guideline = followed(setting, findings);
  const { why, whyNot } = findings;
  if (!why || why.notOurs || !guideline) return <p class="notice">{why?.notOurs ?? whyNot ?? "There are no facts to change."}</p>;
  return <WhatIf key={JSON.stringify([why.guideline.key, why.facts])} why={why} guideline={guideline} />;
}

function WirePanel({ tab, exchange, past }: { tab: string; exchange: Exchange; past: Exchange[] }) {
  if (tab === "request") return <RequestPanel exchange={exchange} />;
  if (tab === "response") return <ResponsePanel exchange={exchange} />;
  return <TimingPanel exchange={exchange} past={past} />;
}

const followed = ({ guidelines }: Setting, { why }: Findings) =>
  why?.guideline && guidelineOf(guidelines, why.guideline.key, why.guideline.occasion);
