import { createRoot } from "react-dom/client";
import { ComponentPage } from "./component-page.tsx";
import { SignUp } from "./sign-up.tsx";

const SERVICE = "http://127.0.0.1:9000";

const root = document.getElementById("root");
// The first page has its own form and uses the client. The second one has the web component.
const page = location.search === "?component" ? <ComponentPage service={SERVICE} /> : <SignUp service={SERVICE} />;
if (root) createRoot(root).render(page);
