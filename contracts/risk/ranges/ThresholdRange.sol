// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Thresholds} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of the solvency terms of a market
library ThresholdRange {
    function check(Thresholds memory terms) internal pure {
        within("initial", terms.initial, 1e18, 5e18);
        within("maintenance", terms.maintenance, 0.5e18, 5e18);
        within("emergency", terms.emergency, 0.1e18, 5e18);
        within("innerRange", terms.innerRange, 0.04e18, 0.5e18);
        within("volUp", terms.volUp, 0, 2e18);
        within("volDown", terms.volDown, 0, 0.9e18);
        within("volFloor", terms.volFloor, 0, 2e18);
        within("shortCharge", terms.shortCharge, 0, 0.05e18);
        within("referenceVol", terms.referenceVol, 0.05e18, 3e18);
        within("bufferCap", terms.bufferCap, 1e18, 5e18);
        within("moveRate", terms.moveRate, 1e18, 10e18);
        ordered("emergency <= maintenance", terms.emergency, terms.maintenance);
        ordered("maintenance <= initial", terms.maintenance, terms.initial);
    }
}
