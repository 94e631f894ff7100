// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {HedgeBand} from "../../types/Config.sol";
import {ordered, within} from "./Range.sol";

/// @title Hard ranges of a hedge band
library HedgeBandRange {
    function check(HedgeBand memory band, uint256 lot) internal pure {
        within("riskAversion", band.riskAversion, 0.01e18, 1000e18);
        within("costRate", band.costRate, 0, 0.05e18);
        within("fixedCost", band.fixedCost, 0, 1000e18);
        within("cap", band.cap, 1e9, 1e26);
        within("capShare", band.capShare, 0.01e18, 1e18);
        ordered("floor <= cap", band.floor, band.cap);
        // Below a lot a hedge could stop on neither side of its target.
        ordered("lot <= floor", lot, band.floor);
    }
}
