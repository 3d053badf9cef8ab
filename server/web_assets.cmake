# The web pages, bundled by npm's esbuild and held by the program. WEB_PAGES=OFF builds a program without them, where no
# npm registry can be reached: the service answers as well.
option(WEB_PAGES "Build the web pages into the program (needs node and npm)" ON)
set(web ${CMAKE_CURRENT_SOURCE_DIR}/web)
set(bundle ${CMAKE_CURRENT_BINARY_DIR}/web)

if(NOT WEB_PAGES)
  target_sources(server PRIVATE no_web_assets.cpp)
  return()
endif()

enable_language(ASM)
find_program(NODE node REQUIRED)
find_program(NPM npm REQUIRED)
file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS ${web}/src/*)
file(GLOB patients CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/patients/*.json)
# The packages are the same for all builds of a checkout, and installed once for each state of the lock file.
add_custom_command(OUTPUT ${bundle}.installed
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/web/install ${bundle}.installed
  DEPENDS ${web}/package.json ${web}/package-lock.json ${web}/install
  VERBATIM COMMENT "Installing what the web pages are made of")
add_custom_command(OUTPUT ${bundle}/web_assets.cpp ${bundle}/web_assets.S
  COMMAND ${NODE} ${web}/build.mjs ${bundle}
  DEPENDS ${bundle}.installed ${web_sources} ${patients} ${web}/build.mjs ${web}/content_types.mjs ${web}/embed.mjs ${web}/sample_patients.mjs
  VERBATIM COMMENT "Bundling the web pages")
target_sources(server PRIVATE ${bundle}/web_assets.cpp ${bundle}/web_assets.S)
# Bytes out of .incbin: their file is no dependency that the compiler would tell of.
set_source_files_properties(${bundle}/web_assets.S PROPERTIES OBJECT_DEPENDS ${bundle}/web_assets.cpp)
set_source_files_properties(${bundle}/web_assets.S PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
