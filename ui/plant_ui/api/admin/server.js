// Everything the page asks of the server, and what the server says when it refuses.

export class Refused extends Error {
  constructor(problem) {
    super([problem.detail, problem.remedy].filter(Boolean).join(" "));
    this.status = problem.status;
  }
}

export async function ask(method, path, body) {
  const options = { method, headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang } };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  const response = await fetch(`/api/${path}`, options).catch(() => { throw new Refused({ detail: unreachable() }); });
  const answer = await response.json().catch(() => ({ detail: response.statusText, status: response.status }));
  if (response.status === 401) location.assign("/admin"); // the session has ended: sign in, and come back
  if (!response.ok) throw new Refused(answer);
  return answer;
}

// Send files; onProgress is told the share that has gone out, 0 to 1.
export function send(path, form, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/${path}`);
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Refused({ detail: unreachable() }));
    request.onload = () => request.status < 400 ? resolve(request.response) : reject(new Refused(request.response || { detail: request.statusText, status: request.status }));
    request.send(form);
  });
}

// Look at a job until it has ended; returns how it ended.
export async function follow(job, onState) {
  while (job.state === "running") {
    onState(job);
    await new Promise((resolve) => setTimeout(resolve, 500));
    job = await ask("GET", `jobs/${job.id}`);
  }
  onState(job);
  return job;
}

let unreachable = () => "The server does not answer.";
export const sayUnreachable = (saying) => { unreachable = saying; };
