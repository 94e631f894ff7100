// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IMarginModel} from "../interfaces/IMarginModel.sol";
import {Scenario, Thresholds} from "../types/Config.sol";
import {Claim, Conditions, Mark, Portfolio} from "../types/Margin.sol";
import {ClaimInterval} from "./margin/ClaimInterval.sol";
import {Contingency} from "./margin/Contingency.sol";
import {PortfolioValue} from "./margin/PortfolioValue.sol";
import {ScenarioLoss} from "./margin/ScenarioLoss.sol";
import {TargetGrid} from "./margin/TargetGrid.sol";

/// @title The libraries of `margin/` behind one address
/// @dev Apart from MarginEngine because one contract may not hold both; it keeps no state of its own.
contract MarginModel is IMarginModel, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

    /// @inheritdoc IMarginModel
    function solvency(
        Portfolio memory portfolio,
        Claim[] memory claims,
        Scenario[] memory scenarios,
        Thresholds memory terms,
        uint256 window
    ) external pure returns (Mark memory mark, uint256 loss, uint256 liability) {
        mark = PortfolioValue.mark(portfolio);
        (loss, liability) = ScenarioLoss.worst(portfolio, claims, scenarios, terms);
        loss += Contingency.charge(portfolio, terms, window);
    }

    /// @inheritdoc IMarginModel
    function widen(Claim memory claim, Conditions memory conditions) external pure returns (Claim memory) {
        ClaimInterval.widen(claim, conditions);
        return claim;
    }

    /// @inheritdoc IMarginModel
    function targets(Portfolio memory portfolio, uint256 innerRange)
        external
        pure
        returns (uint256[] memory spots, int256[] memory targets_)
    {
        TargetGrid.Grid memory grid = TargetGrid.over(portfolio, innerRange);
        return (grid.spots, grid.targets);
    }

    function _authorizeUpgrade(address) internal override restricted {}
}
