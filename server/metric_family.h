// Numbers of one name, told apart by the values of labels: those of Prometheus, found quickly and bounded in number.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <functional>
#include <initializer_list>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace server {

using LabelNames = std::vector<std::string>;
using LabelValues = std::initializer_list<std::string_view>;

// Values of labels are words of ours, or names out of files of those who operate the service; never anything that came
// with a call. May be used from any thread.
template <class Metric>
class MetricFamily {
 public:
  // `names` are those of the labels; `arguments` what each metric is made of, such as a histogram's buckets.
  template <class... Arguments>
  MetricFamily(prometheus::Family<Metric>& family, LabelNames names, const Arguments&... arguments)
      : family_(family),
        names_(std::move(names)),
        make_([=](auto& of, const auto& labels) -> Metric& { return of.Add(labels, arguments...); }) {}

  // The one with these values, in the order of the names. It exists, with 0, from the first time on. When there are as
  // many as a family may have, all further ones are one: each of its labels says "other".
  Metric& of(LabelValues values) {
    std::string key;
    for (const auto value : values) key.append(value) += '\0';
    {
      const std::shared_lock lock(mutex_);
      if (const auto found = metrics_.find(key); found != metrics_.end()) return *found->second;
    }
    return made(std::move(key), values);
  }

 private:
  static constexpr std::size_t most = 2'000;

  Metric& made(std::string key, LabelValues values) {
    const std::unique_lock lock(mutex_);
    if (const auto found = metrics_.find(key); found != metrics_.end()) return *found->second;
    const bool is_full = metrics_.size() >= most;
    prometheus::Labels labels;
    auto value = values.begin();
    for (const auto& name : names_) labels.emplace(name, is_full ? std::string("other") : std::string(*value++));
    Metric& metric = make_(family_, labels);
    if (!is_full) metrics_.emplace(std::move(key), &metric);
    return metric;
  }

  prometheus::Family<Metric>& family_;
  const LabelNames names_;
  const std::function<Metric&(prometheus::Family<Metric>&, const prometheus::Labels&)> make_;
  std::shared_mutex mutex_;
  std::unordered_map<std::string, Metric*> metrics_;
};

using CounterFamily = MetricFamily<prometheus::Counter>;
using GaugeFamily = MetricFamily<prometheus::Gauge>;
using HistogramFamily = MetricFamily<prometheus::Histogram>;

}  // namespace server
