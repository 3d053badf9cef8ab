import { render } from "preact";
import "../common/page.css";
import { View } from "./view";
import "./view.css";

render(<View />, document.getElementById("page")!);
