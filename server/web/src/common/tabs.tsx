// Tabs by the ARIA pattern: arrow keys, Home and End go from tab to tab, Tab goes into the panel.
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

export interface Tab {
  id: string;
  label: ComponentChildren;
}

interface Tabs {
  label: string;
  tabs: Tab[];
  chosen: string;
  onChoose: (id: string) => void;
  children: ComponentChildren; // the panel of the chosen one
}

/** Where a key leads to from the tab at `index`; undefined if it leads nowhere. */
export function neighbour(key: string, index: number, count: number): number | undefined {
  if (key === "ArrowRight") return (index + 1) % count;
  if (key === "ArrowLeft") return (index + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : undefined;
}

export function Tabs({ label, tabs, chosen, onChoose, children }: Tabs) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = (event: KeyboardEvent, index: number) => {
    const next = neighbour(event.key, index, tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(tabs[next].id);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div>
      <div role="tablist" aria-label={label} ref={list}>
        {tabs.map((tab, index) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${prefix}-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={tab.id === chosen ? `${prefix}-panel` : undefined}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChoose(tab.id)}
            onKeyDown={(event) => at(event, index)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${chosen}`} tabIndex={0}>
        {children}
      </div>
    </div>
  );
}
