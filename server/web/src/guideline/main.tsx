import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { messageOf } from "../common/http";
import { PageFrame, pages } from "../common/page_frame";
import "../common/page.css";
import "./guideline.css";
import { loadSetting, type Setting } from "../workbench/setting";
import { GuidelinePage } from "./guideline_page";

function Page() {
  const [setting, setSetting] = useState<Setting>();
  const [problem, setProblem] = useState("");
  useEffect(() => void loadSetting().then(setSetting, (error) => setProblem(messageOf(error))), []);
  return (
    <PageFrame title="bone-health-cds" links={pages} about={setting && `Version ${setting.about.version}`}>
      {problem && (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      {setting && <GuidelinePage setting={setting} />}
    </PageFrame>
  );
}

render(<Page />, document.getElementById("page")!);
