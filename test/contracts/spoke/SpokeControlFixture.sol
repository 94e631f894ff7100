// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Test} from "forge-std/Test.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {MarketConfig, OracleTerms, SpokeConfig, SpokeTerms, VenueTerms} from "gimbal/types/Config.sol";
import {Heartbeat, Kind} from "gimbal/types/Message.sol";
import {Roles} from "../base/Roles.sol";

/// @notice Takes the place of OracleRouter and HedgeTransport: keeps what SpokeControl sets.
contract TermsKeeper {
    uint64 public jump;
    bool public refusing;
    mapping(uint32 market => uint64) public tolerance;

    error Refusing();

    function refuse(bool on) external {
        refusing = on;
    }

    function setTerms(uint32 market, OracleTerms calldata terms) external {
        if (refusing) revert Refusing();
        tolerance[market] = terms.tolerance;
    }

    function setMaxEpochJump(uint64, uint64 jump_) external {
        jump = jump_;
    }
}

/// @notice A SpokeControl whose transport is the test.
abstract contract SpokeControlFixture is Test {
    uint64 internal constant HUB = 7001;
    uint64 internal constant SPOKE = 7002;
    uint256 internal constant START = 1_900_000_000;

    AccessManager internal manager;
    SpokeControl internal control;
    TermsKeeper internal keeper;

    function setUp() public virtual {
        vm.warp(START);
        manager = new AccessManager(address(this));
        keeper = new TermsKeeper();
        SpokeControl.Init memory init = SpokeControl.Init({
            chain: SPOKE,
            hub: HUB,
            oracleRouter: address(keeper),
            transport: address(keeper),
            configTimelock: timelock()
        });
        control = SpokeControl(
            address(
                new ERC1967Proxy(
                    address(new SpokeControl()),
                    abi.encodeCall(SpokeControl.initialize, (address(manager), init))
                )
            )
        );
        string memory json = Roles.table();
        Roles.assign(manager, json, "SpokeControl", address(control));
        manager.grantRole(Roles.id(json, "TRANSPORT"), address(this), 0);
    }

    /// @notice Where loosening configs wait; nowhere, as on the hub.
    function timelock() internal virtual returns (address) {
        return address(0);
    }

    function terms() internal pure returns (SpokeTerms memory) {
        return SpokeTerms({
            lease: 4 hours,
            maxLease: 6 hours,
            grace: 1 hours,
            maxEpochJump: 1000,
            reportAge: 2 hours,
            quoteCap: 1e15,
            maxPause: 15 minutes,
            pauseShare: 1 hours,
            bridgeFee: 0
        });
    }

    function config(uint64 version) internal pure returns (SpokeConfig memory c) {
        c.chain = SPOKE;
        c.version = version;
        c.terms = terms();
        c.markets = new MarketConfig[](2);
        for (uint32 i; i < 2; i++) {
            c.markets[i].market = i + 1;
            c.markets[i].lot = 0.01e18;
            c.markets[i].oracle.tolerance = uint64((i + 1) * 0.01e18);
            c.markets[i].venues = new VenueTerms[](2);
            c.markets[i].venues[1].id = 7;
            c.markets[i].venues[1].clip = 25e18;
        }
    }

    function accept(SpokeConfig memory c) internal {
        control.onControl(HUB, Kind.CONFIG, c.version, abi.encode(c));
    }

    function beat(uint64 epoch, uint64 end) internal pure returns (Heartbeat memory) {
        return Heartbeat(epoch, end, bytes32("mandates"), bytes32("config"), bytes32("funds"));
    }

    function accept(Heartbeat memory h) internal {
        control.onControl(HUB, Kind.HEARTBEAT, h.epoch, abi.encode(h));
    }

    function pause(uint64 counter, uint32 duration) internal {
        control.onControl(HUB, Kind.PAUSE, counter, abi.encode(duration));
    }
}
