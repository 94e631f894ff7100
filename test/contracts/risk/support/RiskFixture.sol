// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {RiskParameters} from "gimbal/risk/RiskParameters.sol";
import {VenueTerms} from "gimbal/types/Config.sol";
import {Presets} from "./Presets.sol";

/// @notice RiskParameters behind a proxy, this test its admin, with one market on one spoke.
abstract contract RiskFixture is Test {
    uint32 internal constant MARKET = 1;
    uint64 internal constant SPOKE = 901;

    address internal router = makeAddr("router");
    AccessManager internal manager;
    RiskParameters internal parameters;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        manager = new AccessManager(address(this));
        vm.mockCall(router, abi.encodeWithSelector(IOracleRouter.setTerms.selector), "");
        parameters = RiskParameters(
            deploy(
                address(new RiskParameters()),
                abi.encodeCall(
                    RiskParameters.initialize, (address(manager), RiskParameters.Init({oracleRouter: router}))
                )
            )
        );
        addMarket(MARKET);
        parameters.addSpoke(SPOKE, Presets.spoke());
        list(MARKET, SPOKE, 1);
    }

    function deploy(address implementation, bytes memory init) internal returns (address) {
        return address(new ERC1967Proxy(implementation, init));
    }

    function addMarket(uint32 market) internal {
        parameters.addMarket(
            market,
            Presets.market(),
            Presets.oracle(),
            Presets.settlement(),
            Presets.thresholds(),
            Presets.mandate(),
            Presets.scenarios()
        );
    }

    function list(uint32 market, uint64 spoke, uint32 venue) internal {
        VenueTerms[] memory venues = new VenueTerms[](1);
        venues[0] = Presets.venue(venue);
        parameters.listMarket(market, spoke, Presets.band(), Presets.limits(), venues);
    }
}
