/** The page of cameras. */

import { watchAddress } from "./camera_address.js";
import { watchPhone } from "./phone.js";

watchPhone();
watchAddress();
