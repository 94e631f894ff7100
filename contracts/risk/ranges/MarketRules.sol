// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {OracleTerms, Scenario, SettlementTerms, Thresholds} from "../../types/Config.sol";
import {ordered} from "./Range.sol";
import {ScenarioRange} from "./ScenarioRange.sol";

/// @title Rules between the values of one market on the hub
library MarketRules {
    function check(
        OracleTerms memory oracle,
        SettlementTerms memory settlement,
        Thresholds memory terms,
        Scenario[] memory scenarios
    ) internal pure {
        // A window narrower than this would stop a hedge in an ordinary crash.
        ordered("4 minPrice <= maxPrice", 4 * uint256(oracle.minPrice), oracle.maxPrice);
        ordered("instants <= window", settlement.instants, settlement.window);
        ordered("emergency <= maintenance", terms.emergency, terms.maintenance);
        ordered("maintenance <= initial", terms.maintenance, terms.initial);
        ScenarioRange.check(scenarios, terms);
    }
}
