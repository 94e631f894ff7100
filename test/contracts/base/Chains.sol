// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {HedgeTransport} from "gimbal/crosschain/HedgeTransport.sol";
import {LocalGateway} from "gimbal/crosschain/gateways/LocalGateway.sol";
import {IAllocationBook} from "gimbal/interfaces/IAllocationBook.sol";
import {IBooks} from "gimbal/interfaces/IBooks.sol";
import {IClearing} from "gimbal/interfaces/IClearing.sol";
import {IFunding} from "gimbal/interfaces/IFunding.sol";
import {IGammaLimit} from "gimbal/interfaces/IGammaLimit.sol";
import {IGuardian} from "gimbal/interfaces/IGuardian.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {IMandateBook} from "gimbal/interfaces/IMandateBook.sol";
import {IMarginEngine} from "gimbal/interfaces/IMarginEngine.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {IRiskParameters} from "gimbal/interfaces/IRiskParameters.sol";
import {IRiskSteward} from "gimbal/interfaces/IRiskSteward.sol";
import {ISettlement} from "gimbal/interfaces/ISettlement.sol";
import {ISpokeControl} from "gimbal/interfaces/ISpokeControl.sol";
import {ISpokeVault} from "gimbal/interfaces/ISpokeVault.sol";
import {ITokenBridge} from "gimbal/interfaces/ITokenBridge.sol";
import {IVolSurface} from "gimbal/interfaces/IVolSurface.sol";
import {ParameterRules} from "gimbal/risk/ParameterRules.sol";
import {LocalPullOracle} from "localnet/LocalPullOracle.sol";
import {LocalPushFeed} from "localnet/LocalPushFeed.sol";
import {LocalToken} from "localnet/LocalToken.sol";
import {LocalTrader} from "localnet/LocalTrader.sol";

/// @notice What every chain has: a spoke, its gateways, its oracles and a pool.
struct Spoke {
    uint64 chain;
    AccessManager manager;
    TimelockController timelock;
    LocalGateway[] gateways;
    HedgeTransport transport;
    ITokenBridge bridge;
    ISpokeControl control;
    ISpokeVault vault;
    IHedgeExecutor executor;
    IOracleRouter router;
    LocalToken base;
    IERC20 quote;
    LocalPushFeed basePush;
    LocalPushFeed quotePush;
    LocalPushFeed sequencer;
    LocalPullOracle pull;
    address venue;
    address pool;
    LocalTrader trader;
}

/// @notice What the hub has beside its own spoke.
struct Hub {
    IRiskParameters parameters;
    ParameterRules rules;
    IRiskSteward steward;
    IGuardian guardian;
    IVolSurface surface;
    IMarginEngine margin;
    IGammaLimit gamma;
    IBooks books;
    IClearing clearing;
    ISettlement settlement;
    IAllocationBook allocations;
    IMandateBook mandates;
    IFunding funding;
}
