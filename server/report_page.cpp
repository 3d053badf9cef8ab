#include "server/report_page.h"

#include "server/html.h"
#include "server/report_chart_data.h"
#include "server/report_content.h"

namespace server {
namespace {

std::string cell(std::string_view text, std::string_view element, std::string_view attributes) {
  std::string html("<");
  html.append(element).append(attributes).append(">").append(html_escaped(text));
  return html.append("</").append(element).append(">");
}

std::string header_row(const std::vector<std::string>& columns, std::size_t names) {
  std::string html("<tr>");
  for (std::size_t i = 0; i < columns.size(); ++i)
    html += cell(columns[i], "th", i < names ? " scope=\"col\" class=\"name\"" : " scope=\"col\"");
  return html.append("</tr>");
}

std::string body_row(const std::vector<std::string>& row, std::size_t names) {
  std::string html("<tr>");
  for (std::size_t i = 0; i < row.size(); ++i)
    html += i < names ? cell(row[i], "th", " scope=\"row\"") : cell(row[i], "td", "");
  return html.append("</tr>\n");
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

// "412 cards were shown from 2026-09-01 to 2026-11-26, by aibl-2017 1.0.0."
std::string introduction(const std::vector<OutcomeCount>& lines) {
  if (lines.empty()) return "No cards were shown.";
  std::string text = std::to_string(all_outcomes(lines).shown);
  text.append(" cards were shown from ").append(lines.front().day).append(" to ").append(lines.back().day);
  if (const auto guidelines = guidelines_of(lines); !guidelines.empty())
    text.append(", by ").append(joined(guidelines));
  return text.append(".");
}

}  // namespace

std::string to_html(const ReportTable& table) {
  std::string html("<table>\n");
  html.append(cell(table.title, "caption", "")).append("\n<thead>").append(header_row(table.columns, table.names));
  html.append("</thead>\n<tbody>\n");
  for (const auto& row : table.rows) html += body_row(row, table.names);
  return html.append("</tbody>\n</table>");
}

std::string chart_library() {
  std::string text;
  for (const auto piece : report_content::chart_library) text.append(piece);
  return text;
}

std::string report_page(const std::vector<OutcomeCount>& all) {
  const auto lines = with_frequent_reasons(all, most_reasons);
  return filled(report_content::report_html, {{"style", std::string(report_content::report_css)},
                                              {"library", chart_library()},
                                              {"script", std::string(report_content::report_js)},
                                              {"data", chart_data(lines)},
                                              {"introduction", html_escaped(introduction(lines))},
                                              {"cards", to_html(card_table(lines))},
                                              {"rules", to_html(rule_table(lines))},
                                              {"reasons", to_html(reason_table(lines))},
                                              {"periods", to_html(period_table(timeline_of(lines)))}});
}

}  // namespace server
