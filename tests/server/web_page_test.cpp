#include "server/web_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "parsed.h"
#include "server/cds_request.h"
#include "server/discovery.h"

namespace {

std::string_view content_of(std::string_view path) {
  const auto files = server::web_files();
  const auto found = std::ranges::find(files, path, &server::WebFile::path);
  return found == files.end() ? std::string_view() : found->content;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

TEST(WebPage, says_how_to_call_this_very_server) {
  const auto page = server::web_page("http://127.0.0.1:4711");
  EXPECT_TRUE(contains(page, "POST http://127.0.0.1:4711/cds-services/aromatase-inhibitor-bone-health"));
  for (const server::Hook* hook : server::hooks) {
    EXPECT_TRUE(contains(page, "POST http://127.0.0.1:4711" + server::service_path(*hook) + "<"));
    EXPECT_TRUE(contains(page, std::string("<option value=\"").append(hook->name).append("\"")));
  }
  EXPECT_TRUE(contains(page, "curl -s http://127.0.0.1:4711/web/sample-request.json"));
  EXPECT_FALSE(contains(page, "{{"));
}

TEST(WebPage, escapes_what_it_fills_in) {
  EXPECT_EQ(server::html_escaped(R"(<a href="x">'&'</a>)"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
  EXPECT_TRUE(contains(server::web_page("<script>"), "POST &lt;script&gt;/cds-services"));
}

TEST(WebPage, runs_only_its_own_files) {
  const auto page = server::web_page("http://127.0.0.1:8080");
  EXPECT_TRUE(contains(page, "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"));
  for (const auto path : {"/web/page.js", "/web/page.css"}) {
    EXPECT_TRUE(contains(page, "\"" + std::string(path).substr(1) + "\"")) << path;
    EXPECT_FALSE(content_of(path).empty()) << path;
  }
  EXPECT_FALSE(contains(page, "style="));
  EXPECT_FALSE(contains(page, "onclick"));
  EXPECT_FALSE(contains(content_of("/web/page.js"), "innerHTML"));
}

TEST(WebPage, offers_a_sample_that_is_a_call) {
  const server_test::Parsed sample{std::string(content_of("/web/sample-request.json"))};
  const auto request = server::parse_cds_request(sample.json(), server::order_sign);
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->draft_orders["entry"].size(), 1U);
}

}  // namespace
