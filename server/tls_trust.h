// Whose certificates are believed in outbound TLS: the system's certificate authorities, or those of one file.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <memory>
#include <mutex>

#include "fhir/result.h"

namespace server {

class TlsTrust {
 public:
  // The authorities of a PEM file; of the system if the path is empty. Refuses (Issue value) a file that holds none.
  static fhir::Result<std::shared_ptr<TlsTrust>> load(const std::filesystem::path& ca_file);

  // Believes everybody: for talking to this machine's own server only.
  static std::shared_ptr<TlsTrust> without_verification();

  // TLS 1.2 and later; the other side's certificate is verified, unless nothing is. From any thread.
  boost::asio::ssl::context& context();

 private:
  TlsTrust();
  boost::asio::ssl::context context_;
  // The system's authorities are read when they are needed first: that takes longer than all else that is done at the
  // start, and the memory of a fifth of it.
  bool is_of_system_ = false;
  std::once_flag read_;
};

}  // namespace server
