import { index, route } from "@react-router/dev/routes";

export default [
  index("home.jsx"),
  route("api/one", "one.js"),
  route("api/order", "order.ts"), // from the quick start
  route("api/many/:name", "many.js"),
];
