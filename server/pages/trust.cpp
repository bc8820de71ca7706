// SPDX-License-Identifier: Apache-2.0
#include "server/pages/trust.h"

#include "core/base/html.h"

namespace tadpole::server {
namespace {

constexpr const char* kFile = "/tadpole-authority.crt";

struct System {
  const char* name;
  const char* steps;  // of a list, HTML
};
constexpr System kSystems[] = {
    {"Windows (Chrome, Edge)",
     "<li>Open the downloaded file and choose <b>Install certificate</b>.</li>"
     "<li>Choose <b>Current user</b>, then <b>Place all certificates in the following store</b>, "
     "<b>Browse</b>, <b>Trusted Root Certification Authorities</b>.</li>"
     "<li>Confirm, and start the browser again. (To compare the fingerprint first: <code>certutil "
     "-hashfile tadpole-authority.crt SHA256</code>.)</li>"},
    {"macOS (Safari, Chrome)",
     "<li>Open the downloaded file: Keychain Access asks where to; choose <b>login</b>.</li>"
     "<li>Double-click &ldquo;Tadpole hub&rdquo; in the list, open <b>Trust</b>, and set <b>When "
     "using this certificate</b> to <b>Always Trust</b>.</li>"
     "<li>Close the window; it asks for your password.</li>"},
    {"iPhone and iPad",
     "<li>Open this page in Safari and download the file; it says that a profile was loaded.</li>"
     "<li><b>Settings</b>, <b>General</b>, <b>VPN &amp; Device Management</b>: install the "
     "profile.</li>"
     "<li><b>Settings</b>, <b>General</b>, <b>About</b>, <b>Certificate Trust Settings</b>: switch "
     "it "
     "on. Without this second step it is not trusted.</li>"},
    {"Android (Chrome)",
     "<li><b>Settings</b>, search for <b>CA certificate</b> (under Security, More, Encryption and "
     "credentials, Install a certificate).</li>"
     "<li>Choose <b>CA certificate</b>, <b>Install anyway</b>, and the downloaded file.</li>"},
    {"Chromebook, Chrome on Linux",
     "<li>Open <code>chrome://certificate-manager</code> (older: "
     "<code>chrome://settings/certificates"
     "</code>, <b>Authorities</b>).</li>"
     "<li><b>Import</b> the downloaded file and tick <b>Trust this certificate for identifying "
     "websites</b>.</li>"},
    {"Firefox, on any system",
     "<li><b>Settings</b>, <b>Privacy &amp; Security</b>, <b>Certificates</b>, <b>View "
     "Certificates</b>, <b>Authorities</b>, <b>Import</b>.</li>"
     "<li>Choose the downloaded file and tick <b>Trust this CA to identify websites</b>.</li>"}};

// The colours and steps of web/src/parts/tokens.css, so far as this page needs them.
constexpr const char* kStyle =
    R"(:root{color-scheme:light dark;--ground:#f8faf8;--surface:#fff;--ink:#14211d;
--soft:#4d5e58;--line:#dbe5e0;--accent:#0a7560;--on:#fff;--sunk:#eff4f1}
@media(prefers-color-scheme:dark){:root{--ground:#0e1513;--surface:#151e1b;--ink:#e5eeea;--soft:#a3b4ad;
--line:#28352f;--accent:#52cfaa;--on:#05231a;--sunk:#0a100e}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);line-height:1.55;
font:1.0625rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
main{max-inline-size:44rem;margin:auto;padding:2.25rem 1.25rem 3.5rem;display:grid;gap:1.5rem}
h1{font-size:clamp(1.75rem,1.45rem + 1.4vw,2.25rem);line-height:1.2;margin:0}h2{font-size:1.25rem;margin:0}
p,ol{margin:0}.soft{color:var(--soft)}section,details{background:var(--surface);border:1px solid var(--line);
border-radius:.875rem;padding:1rem 1.25rem}section{display:grid;gap:.75rem}
summary{cursor:pointer;font-weight:600;min-block-size:1.75rem}li{margin-block:.5rem}.all{display:grid;gap:.75rem}
a.button{display:inline-block;background:var(--accent);color:var(--on);text-decoration:none;font-weight:600;
padding:.7rem 1.25rem;border-radius:.5rem;min-block-size:2.75rem}a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
code{font-family:ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
code.print{display:block;background:var(--sunk);border-radius:.5rem;padding:.75rem})";

// Only what can stand in an address: what a browser sends as Host comes from anywhere.
std::string host_of(const Request& request) {
  const std::string given = request.header("host");
  std::string host =
      given.substr(0, given.starts_with('[') ? given.find(']') + 1 : given.find(':'));
  for (const char c : host) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    if (!plain) return "localhost";
  }
  return host.empty() ? "localhost" : host;
}

std::string page(const Trust& trust, const std::string& https) {
  std::string html =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Trust " +
      html_escaped(trust.hub) + "</title><style>" + kStyle +
      "</style></head><body><main><h1>Before " + html_escaped(trust.hub) +
      " opens</h1><p>Browsers give the microphone and the camera to a page only when they know who "
      "it comes from. This hub vouches for itself: tell your device once, then the labs can listen "
      "and see. What is recorded stays in your browser unless you hand it in.</p>"
      "<section><h2>1. Download</h2><p><a class=\"button\" href=\"" +
      std::string(kFile) +
      "\" download>Download the certificate</a></p><p class=\"soft\">It can vouch for this hub, "
      "for private networks and .local names alone, never for a site of the internet. Its "
      "fingerprint (SHA-256), which your teacher sees too:</p><code class=\"print\">" +
      trust.fingerprint + "</code></section><section><h2>2. Trust it</h2><div class=\"all\">";
  for (const System& system : kSystems) {
    html += "<details><summary>" + std::string(system.name) + "</summary><ol>" + system.steps +
            "</ol></details>";
  }
  return html + "</div></section><section><h2>3. Open the hub</h2><p><a class=\"button\" href=\"" +
         https + "\">Open " + html_escaped(trust.hub) +
         "</a></p><p class=\"soft\">Does the browser still warn? Then step 2 is not done yet on "
         "this device. After the course you can remove the certificate the same way.</p></section>"
         "</main></body></html>";
}

Response with_guards(Response response) {
  response.with("Cache-Control", "no-store")
      .with("X-Content-Type-Options", "nosniff")
      .with(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
  return response;
}

}  // namespace

Response trust_response(const Request& request, const Trust& trust) {
  const std::string https = "https://" + host_of(request) + ":" + std::to_string(trust.https_port);
  Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.body =
        R"({"error":{"code":"method","message":"This address is for reading alone; use https."}})";
    return with_guards(std::move(response));
  }
  if (request.path == kFile) {
    response.type = "application/x-x509-ca-cert";
    response.body = trust.authority_der;
  } else if (request.path == "/" || request.path == "/trust") {
    response.type = "text/html; charset=utf-8";
    response.body = page(trust, https);
  } else {
    std::string path;  // of plain letters; anything else begins at the front page
    for (const char c : request.path) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                         (c >= 'A' && c <= 'Z') || c == '/' || c == '-' || c == '_' || c == '.';
      if (plain) path += c;
    }
    if (path != request.path || path.starts_with("//")) path = "/";
    const std::string code = request.asked("code");
    const bool joins = path == "/join" && code.size() == 6 &&
                       code.find_first_not_of(
                           "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    response.status = 307;
    response.with("Location", https + path + (joins ? "?code=" + code : ""));
  }
  return with_guards(std::move(response));
}

}  // namespace tadpole::server
