import { render } from "preact";
import "../common/page.css";
import { Dashboard } from "./dashboard";
import "./dashboard.css";

render(<Dashboard />, document.getElementById("page")!);
