// Which guideline is read, and beside which other, as the address tells it: "#asco-2019/order", "#aibl-2017/order/asco-2019".
export interface GuidelineChoice {
  key: string;
  occasion: "order" | "chart";
  beside: string; // "" if it is read alone
}

export const hashOf = ({ key, occasion, beside }: GuidelineChoice): string => `#${[key, occasion, beside].filter(Boolean).map(encodeURIComponent).join("/")}`;

/** What a hash tells, as far as there are such guidelines; else the first. */
export function choiceOf(hash: string, keys: string[]): GuidelineChoice {
  const [key, occasion, beside] = hash.replace(/^#/, "").split("/");
  const known = (text?: string) => keys.find((one) => encodeURIComponent(one) === text);
  return { key: known(key) ?? keys[0], occasion: occasion === "chart" ? "chart" : "order", beside: known(beside) ?? "" };
}
