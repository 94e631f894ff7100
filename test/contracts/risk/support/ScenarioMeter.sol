// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ScenarioLoss} from "gimbal/risk/margin/ScenarioLoss.sol";
import {TargetGrid} from "gimbal/risk/margin/TargetGrid.sol";
import {Scenario, Thresholds} from "gimbal/types/Config.sol";
import {Claim, Portfolio} from "gimbal/types/Margin.sol";
import {Leg} from "gimbal/types/Mandate.sol";
import {seriesId} from "gimbal/types/SeriesId.sol";
import {Presets} from "./Presets.sol";

/// @notice Gas of the scenario engine alone, with fresh memory.
contract ScenarioMeter {
    uint256 private constant NOW = 1_700_000_000;

    function worst(uint256 count) external view returns (uint256 gas, uint256 loss, uint256 prices) {
        Portfolio memory p = _portfolio(count);
        Scenario[] memory scenarios = Presets.scenarios();
        Thresholds memory terms = Presets.thresholds();
        Claim[] memory claims = new Claim[](1);
        claims[0] = Claim(100_000e18, 40e18, 0, 0, 3000e18, 3000e18);
        prices = scenarios.length * count;
        gas = gasleft();
        (loss,) = ScenarioLoss.worst(p, claims, scenarios, terms);
        gas -= gasleft();
    }

    function targets(uint256 count) external view returns (uint256 gas, uint256 nodes) {
        Portfolio memory p = _portfolio(count);
        gas = gasleft();
        TargetGrid.Grid memory grid = TargetGrid.over(p, 0.16e18);
        gas -= gasleft();
        nodes = grid.spots.length * count;
    }

    function _portfolio(uint256 count) private pure returns (Portfolio memory p) {
        (p.spot, p.time) = (3000e18, NOW);
        p.legs = new Leg[](count);
        p.weights = new uint256[](count);
        for (uint256 i; i < count; i++) {
            p.weights[i] = 1e18;
            p.legs[i] = Leg(
                seriesId(
                    1, uint40(NOW + (7 + 7 * (i % 4)) * 1 days), uint128((2600 + 50 * i) * 1e18), i % 3 == 0
                ),
                -5e18,
                0.6e18,
                0
            );
        }
    }
}
