import { render } from "preact";
import "../common/page.css";
import { Launch } from "./launch";
import "./launch.css";

render(<Launch />, document.getElementById("page")!);
