# The Debian package (deploy/package makes it), and the list of what is in the program that goes with it.
find_program(NODE node)
add_custom_target(sbom
  COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/deploy/sbom/write.mjs ${PROJECT_BINARY_DIR} ${PROJECT_VERSION}
  DEPENDS bone-health-cds
  COMMENT "Writing what is in the program, and under which licences"
  VERBATIM)

# Nothing of this is installed by `cmake --install`: it lies outside any prefix.
macro(install_for_debian)
  install(${ARGN} COMPONENT debian EXCLUDE_FROM_ALL)
endmacro()
set(documents /usr/share/doc/bone-health-cds)
install_for_debian(FILES deploy/systemd/bone-health-cds.service DESTINATION /lib/systemd/system)
install_for_debian(FILES deploy/debian/sysusers.conf DESTINATION /usr/lib/sysusers.d RENAME bone-health-cds.conf)
install_for_debian(FILES deploy/debian/config.toml DESTINATION /etc/bone-health-cds)
install_for_debian(FILES README.md deploy/debian/copyright deploy/EHRS.md deploy/RUNBOOK.md deploy/clients.example.json
  deploy/clients.schema.json ${PROJECT_BINARY_DIR}/sbom.cdx.json DESTINATION ${documents})
install_for_debian(DIRECTORY ${PROJECT_BINARY_DIR}/licences/linked/ DESTINATION ${documents}/licences)

# Without the time, or no two packages would be the same.
execute_process(COMMAND gzip -9 --no-name --stdout ${PROJECT_SOURCE_DIR}/deploy/debian/changelog
  OUTPUT_FILE ${PROJECT_BINARY_DIR}/changelog.Debian.gz COMMAND_ERROR_IS_FATAL ANY)
install_for_debian(FILES ${PROJECT_BINARY_DIR}/changelog.Debian.gz DESTINATION ${documents})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The maintainers of bone-health-cds <maintainers@bone-health-cds.invalid>")
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"When letrozole, anastrozole or exemestane is being signed in an electronic
health record, it answers with what bone health care is due: a bone density
scan, a bone-protective drug, calcium and vitamin D.")
# The libraries' packages are found by dpkg-shlibdeps; deb-systemd-helper and systemd-sysusers are for the scripts.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "init-system-helpers (>= 1.54), systemd | systemd-standalone-sysusers | systemd-sysusers, ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
foreach(script postinst prerm postrm conffiles)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/deploy/debian/${script})
endforeach()
include(CPack)
