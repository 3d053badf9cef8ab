// Fires a call and asks why, each time that what is chosen changes or somebody presses the button.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Why } from "../common/api";
import { fetchJson, messageOf } from "../common/http";
import { pathOf, whyPathOf, type Call } from "./call";
import { post, type Exchange } from "./exchange";
import type { Setting } from "./setting";

export interface Findings {
  call: Call;
  exchange?: Exchange;
  why?: Why;
  whyNot?: string; // why there is no `why`
  problem?: string; // why there is no answer
}

export interface Firing {
  findings?: Findings;
  isFiring: boolean;
  past: Exchange[]; // the latest first
  fire: (call: Call) => void;
  forget: () => void; // what was found is no answer to what is chosen now
}

const remembered = 50;

export function useFindings(setting: Setting): Firing {
  const [findings, setFindings] = useState<Findings>();
  const [isFiring, setFiring] = useState(false);
  const [past, setPast] = useState<Exchange[]>([]);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const fire = async (call: Call) => {
    running.current?.abort();
    const { signal } = (running.current = new AbortController());
    setFiring(true);
    const found = await findingsOf(setting, call, signal);
    if (signal.aborted) return;
    setFiring(false);
    setFindings(found);
    if (found.exchange) setPast((before) => [found.exchange!, ...before].slice(0, remembered));
  };
  const forget = () => {
    running.current?.abort();
    setFiring(false);
    setFindings(undefined);
  };
  return { findings, isFiring, past, fire, forget };
}

// One after the other, so that asking why takes no time from the call that is measured.
async function findingsOf(setting: Setting, call: Call, signal: AbortSignal): Promise<Findings> {
  const exchange = await post(pathOf(setting, call), call.body, signal).catch(messageOf);
  if (typeof exchange === "string") return { call, problem: exchange };
  const why = await fetchJson<Why>(whyPathOf(call), call.body, signal).catch(messageOf);
  return typeof why === "string" ? { call, exchange, whyNot: why } : { call, exchange, why };
}
