"""What stands behind the make targets. No part of the web application: no room imports this folder."""
