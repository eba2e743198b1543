# Read by Tomcat's bin/catalina.sh. Environment variables win over everything else.

export CORRAL_OLLAMA_URLS=http://127.0.0.1:11434
export CORRAL_DATA_DIR=/var/lib/corral

# The first admin. Without these the first sign-up becomes the admin.
#export CORRAL_ADMIN_EMAIL=admin@example.org
#export CORRAL_ADMIN_PASSWORD_FILE=/etc/corral/admin-password

# Encrypts the signing keys in the database.
#export CORRAL_SECRET_FILE=/etc/corral/secret

# The data source in corral.xml, which Tomcat fills in from the environment with the option below.
#export JDBC_URL=jdbc:postgresql://db.example.org/corral JDBC_USER=corral
#JDBC_PASSWORD=$(cat /etc/corral/jdbc-password) && export JDBC_PASSWORD
#CATALINA_OPTS="$CATALINA_OPTS -Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE=org.apache.tomcat.util.digester.EnvironmentPropertySource"

CATALINA_OPTS="$CATALINA_OPTS -Xmx1g"
