#include "server/http_url.h"

#include <gtest/gtest.h>

namespace {

using server::HttpUrl;
using server::is_below;
using server::parse_url;
using server::resolve_link;

HttpUrl url(std::string_view text) {
  const auto parsed = parse_url(text);
  EXPECT_TRUE(parsed.has_value()) << text << ": " << (parsed ? "" : parsed.error().diagnostics);
  return parsed ? *parsed : HttpUrl{};
}

TEST(HttpUrl, is_taken_apart) {
  const auto parsed = url("https://ehr.example.org:8443/fhir/R4?a=b&c=d");
  EXPECT_TRUE(parsed.origin.tls);
  EXPECT_EQ(parsed.origin.host, "ehr.example.org");
  EXPECT_EQ(parsed.origin.port, 8443);
  EXPECT_EQ(parsed.path, "/fhir/R4");
  EXPECT_EQ(parsed.query, "a=b&c=d");
  EXPECT_EQ(parsed.to_string(), "https://ehr.example.org:8443/fhir/R4?a=b&c=d");
}

TEST(HttpUrl, has_one_form_for_what_is_the_same) {
  const auto expected = url("https://ehr.example.org/fhir");
  for (const char* same : {"HTTPS://EHR.Example.ORG/fhir", "https://ehr.example.org:443/fhir",
                           "https://ehr.example.org:/fhir", "https://ehr.example.org/fhir/"})
    EXPECT_EQ(url(same), expected) << same;
  EXPECT_EQ(url("http://h"), url("http://h:80/"));
  EXPECT_EQ(url("http://[0:0:0:0:0:0:0:1]/"), url("http://[::1]/"));
  EXPECT_EQ(url("http://[::1]:8090/").to_string(), "http://[::1]:8090/");
  EXPECT_NE(url("http://h"), url("https://h"));
  EXPECT_NE(url("https://h/fhir"), url("https://h/FHIR"));
}

TEST(HttpUrl, is_refused_where_two_readers_could_see_two_servers) {
  for (const char* text : {"https://good.example.org@evil.example.org/",
                           "https://user:secret@h/",
                           "https://@h/",
                           "https://h./",
                           "https://.h/",
                           "https://a..b/",
                           "https://h%2eexample.org/",
                           "https://h%00/",
                           "http://2130706433/",
                           "http://127.1/",
                           "http://0x7f000001/",
                           "http://0x7f.0.0.1/",
                           "http://0177.0.0.1/",
                           "http://127.0.0.01/",
                           "http://[::ffff:127.0.0.1]/",
                           "http://[fe80::1%25eth0]/",
                           "http://h:0/",
                           "http://h:65536/",
                           "http://h:73616/",
                           "http://h:4294967376/",
                           "http://h:+80/",
                           "http://h:80:81/fhir",
                           "http://h:80x/",
                           "http://h\\evil/",
                           "http://h#@evil/",
                           "https://h/fhir#x",
                           "https://b\xC3\xBC"
                           "cher.example/"})
    EXPECT_FALSE(parse_url(text).has_value()) << text;
}

TEST(HttpUrl, is_refused_where_its_path_could_be_read_in_two_ways) {
  for (const char* text : {"https://h/a/../b", "https://h/a/./b", "https://h/..", "https://h/a//b", "https://h//",
                           "https://h/%2e%2e/b", "https://h/a%2fb", "https://h/a%00", "https://h/a b"})
    EXPECT_FALSE(parse_url(text).has_value()) << text;
}

TEST(HttpUrl, is_of_the_web) {
  for (const char* text : {"", "h", "//h/", "/fhir", "ftp://h/", "file:///etc/passwd", "gopher://h/", "javascript:1",
                           "https:", "https:///fhir", "https:/h/", "http://", " https://h/", "https://h/\n"})
    EXPECT_FALSE(parse_url(text).has_value()) << text;
  EXPECT_FALSE(parse_url("https://h/" + std::string(100'000, 'a')).has_value());
}

TEST(HttpUrl, is_not_told_when_refused) {
  const auto refused = parse_url("https://canary:canary@h/");
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error().diagnostics.find("canary"), std::string::npos);
}

TEST(Below, is_by_origin_and_whole_segments) {
  const auto base = url("https://h/fhir/R4");
  EXPECT_TRUE(is_below(url("https://h/fhir/R4"), base));
  EXPECT_TRUE(is_below(url("https://h/fhir/R4?_getpages=1"), base));
  EXPECT_TRUE(is_below(url("https://h/fhir/R4/Observation"), base));
  EXPECT_TRUE(is_below(url("https://h/anything"), url("https://h/")));
  for (const char* other : {"https://h/fhir/R4B", "https://h/fhir", "https://h/", "http://h/fhir/R4",
                            "https://h:8443/fhir/R4", "https://h.evil.example/fhir/R4", "https://evil/fhir/R4"})
    EXPECT_FALSE(is_below(url(other), base)) << other;
}

TEST(Link, is_absolute_or_relative_to_the_base) {
  const auto base = url("https://h/fhir/R4");
  const auto target = [&base](std::string_view link) {
    const auto resolved = resolve_link(base, link);
    return resolved ? resolved->to_string() : resolved.error().diagnostics;
  };
  EXPECT_EQ(target("https://H:443/fhir/R4/Observation?page=2"), "https://h/fhir/R4/Observation?page=2");
  EXPECT_EQ(target("Observation?page=2"), "https://h/fhir/R4/Observation?page=2");
  EXPECT_EQ(target("/fhir/R4/Observation?page=2"), "https://h/fhir/R4/Observation?page=2");
  EXPECT_EQ(target("Observation?code=http://loinc.org|1"), "https://h/fhir/R4/Observation?code=http://loinc.org%7C1");
  EXPECT_EQ(target("?_getpages=x"), "https://h/fhir/R4?_getpages=x");
  EXPECT_EQ(target("https://h/fhir/R4/Observation?code=http://loinc.org|1&x=a b"),
            "https://h/fhir/R4/Observation?code=http://loinc.org%7C1&x=a%20b");
}

TEST(Link, does_not_lead_away) {
  const auto base = url("https://h/fhir/R4");
  for (const char* link :
       {"https://evil/fhir/R4?x", "http://h/fhir/R4?x", "https://h:8443/fhir/R4?x", "//evil/fhir/R4",
        "https://h/other?x", "mailto:x", "/other?x", "../x", "https://h@evil/fhir/R4", "", "\xFF", "https://"})
    EXPECT_FALSE(resolve_link(base, link).has_value() && *link != '\0') << link;
}

TEST(UrlBelow, encodes_what_no_url_may_hold) {
  EXPECT_EQ(url_below(url("https://h/fhir"), "Observation?code=http://loinc.org|1,x|2").to_string(),
            "https://h/fhir/Observation?code=http://loinc.org%7C1,x%7C2");
  EXPECT_EQ(url_below(url("https://h"), "Patient/1").to_string(), "https://h/Patient/1");
}

TEST(Origin, knows_what_is_on_this_machine) {
  for (const char* here : {"http://localhost", "http://127.0.0.1", "http://127.9.9.9", "http://[::1]"})
    EXPECT_TRUE(url(here).origin.is_loopback()) << here;
  for (const char* elsewhere : {"http://localhost.example.org", "http://10.0.0.1", "http://h", "http://[::2]"})
    EXPECT_FALSE(url(elsewhere).origin.is_loopback()) << elsewhere;
  EXPECT_EQ(url("https://h:443").origin.authority(), "h");
  EXPECT_EQ(url("http://h:443").origin.authority(), "h:443");
  EXPECT_TRUE(url("http://10.0.0.1").origin.is_ip_address());
  EXPECT_FALSE(url("http://h").origin.is_ip_address());
}

}  // namespace
