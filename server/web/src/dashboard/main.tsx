import { render } from "preact";
import "../common/page.css";

render(<main />, document.getElementById("page")!);
