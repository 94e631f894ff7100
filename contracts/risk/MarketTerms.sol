// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {MandateTerms, OracleTerms, Scenario, SettlementTerms, Thresholds} from "../types/Config.sol";
import {Family} from "../types/Parameter.sol";
import {Fields} from "./Fields.sol";
import {Ramps} from "./Ramps.sol";

/// @title What governance has set for one market on the hub
/// @dev One reader a struct: each copy from storage inlined twice would cost a tenth of the code size limit.
library MarketTerms {
    using Ramps for Ramps.Set;

    struct Entry {
        IRiskParameters.Market market;
        OracleTerms oracle;
        SettlementTerms settlement;
        Thresholds thresholds;
        MandateTerms mandate;
        Scenario[] scenarios;
        uint64[] spokes;
        Ramps.Set ramps;
    }

    /// @notice Sets a family of the market whole.
    /// @param ramp seconds over which thresholds of liquidation move there; 0: at once
    function write(Entry storage entry, Family family, uint256[] memory row, uint32 ramp) internal {
        if (family == Family.ORACLE) {
            entry.oracle = Fields.toOracleTerms(row);
        } else if (family == Family.SETTLEMENT) {
            entry.settlement = Fields.toSettlement(row);
        } else if (family == Family.THRESHOLDS) {
            if (ramp != 0) entry.ramps.begin(thresholdsSet(entry), row, ramp);
            entry.thresholds = Fields.toThresholds(row);
        } else {
            entry.mandate = Fields.toMandateTerms(row);
        }
    }

    function setScenarios(Entry storage entry, Scenario[] memory list) internal {
        delete entry.scenarios;
        for (uint256 i; i < list.length; i++) {
            entry.scenarios.push(list[i]);
        }
    }

    function oracleTerms(Entry storage entry) internal view returns (OracleTerms memory) {
        return entry.oracle;
    }

    function settlementTerms(Entry storage entry) internal view returns (SettlementTerms memory) {
        return entry.settlement;
    }

    /// @notice Where a ramp leads, if one is on.
    function thresholdsSet(Entry storage entry) internal view returns (Thresholds memory) {
        return entry.thresholds;
    }

    function mandateTerms(Entry storage entry) internal view returns (MandateTerms memory) {
        return entry.mandate;
    }

    function scenarioList(Entry storage entry) internal view returns (Scenario[] memory) {
        return entry.scenarios;
    }
}
