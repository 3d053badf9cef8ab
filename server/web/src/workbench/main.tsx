import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { About } from "../common/api";
import { messageOf } from "../common/http";
import { PageFrame, pages } from "../common/page_frame";
import "../common/page.css";
import "./workbench.css";
import { loadSetting, type Setting } from "./setting";
import { Workbench } from "./workbench";

function Page() {
  const [setting, setSetting] = useState<Setting>();
  const [problem, setProblem] = useState("");
  useEffect(() => void loadSetting().then(setSetting, (error) => setProblem(messageOf(error))), []);
  return (
    <PageFrame title="bone-health-cds" links={pages} about={setting && <AboutLine about={setting.about} />}>
      {problem && (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      {setting && <Workbench setting={setting} />}
    </PageFrame>
  );
}

const AboutLine = ({ about }: { about: About }) => (
  <>
    Version {about.version}, advises by {about.guideline}, its day is {about.date}
    {about.dateIsFixed ? " (fixed)" : ""}. Sandbox: send no real patient data.
  </>
);

render(<Page />, document.getElementById("page")!);
