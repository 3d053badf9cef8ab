// A file system of a test's own, which can be full or read-only, where the tests may mount one.
#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace server_test {

class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& folder)
      : folder_(folder), mounted_(::mount("none", folder.c_str(), "tmpfs", 0, "size=1m") == 0) {}
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  // False where the tests have no right to mount anything.
  bool is_there() const { return mounted_; }
  bool set_read_only(bool on) const {
    return ::mount("none", folder_.c_str(), "tmpfs", on ? read_only : read_write, "size=1m") == 0;
  }
  void fill() const {
    std::ofstream file(folder_ / "ballast", std::ios::binary);
    const std::string piece(4096, 'x');
    while (file.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
    }
  }
  void make_room() const { std::filesystem::remove(folder_ / "ballast"); }

 private:
  static constexpr unsigned long read_write = MS_REMOUNT;
  static constexpr unsigned long read_only = read_write | MS_RDONLY;
  const std::filesystem::path folder_;
  const bool mounted_;
};

}  // namespace server_test
