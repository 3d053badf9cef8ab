# How a release is compiled so that a mistake in memory ends the program instead of serving an attacker, and so that the
# same source gives the same bytes wherever it lies. https://best.openssf.org/Compiler-Hardening-Guides/ names the options.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Release")
  return()
endif()

add_compile_options(-D_GLIBCXX_ASSERTIONS -fstack-protector-strong -fstack-clash-protection)
# Some distributions' compilers have a level of their own.
add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
# All of it is for the one program, so -fPIE for the libraries of ours too: -fPIC would cost what nobody needs.
add_compile_options(-fPIE)
add_link_options(-pie LINKER:-z,relro LINKER:-z,now LINKER:-z,noexecstack LINKER:--as-needed)

# Jumps and returns only to where the compiler meant them, where the processor looks after it.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  add_compile_options(-fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  add_compile_options(-mbranch-protection=standard)
endif()

# No path and no time of the build.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -Werror=date-time)
