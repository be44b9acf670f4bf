export default function Home() {
  return <main>A page.</main>;
}
