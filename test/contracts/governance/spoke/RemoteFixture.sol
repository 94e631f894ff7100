// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {RemoteOutbox} from "gimbal/crosschain/RemoteOutbox.sol";
import {IRemoteExecutor} from "gimbal/interfaces/IRemoteExecutor.sol";
import {OracleRouter} from "gimbal/pricing/OracleRouter.sol";
import {RemoteExecutor} from "gimbal/spoke/RemoteExecutor.sol";
import {SpokeControl} from "gimbal/spoke/SpokeControl.sol";
import {MarketConfig, SpokeConfig, VenueKind, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Heartbeat, Kind} from "gimbal/types/Message.sol";
import {RemoteBatch, RemoteCall} from "gimbal/types/Remote.sol";
import {Roles} from "../../base/Roles.sol";
import {Terms} from "../../base/Terms.sol";
import {TwoChains} from "../../crosschain/TwoChains.sol";

/// @notice A hub whose admin is the test, and a spoke that belongs to its timelock, as a deployment hands it over: a
/// SpokeControl behind a proxy, and a transport of three families.
abstract contract RemoteFixture is TwoChains {
    uint256 internal constant START = 1_900_000_000;
    uint256 internal constant DELAY = 2 days;
    uint32 internal constant LIFE = 14 days;
    uint32 internal constant APART = 3 days;
    uint32 internal constant SILENCE = 14 days;
    uint32 internal constant LONG_DELAY = 7 days;

    address internal guardian = makeAddr("guardian");
    address internal recovery = makeAddr("recovery");
    address internal stranger = makeAddr("stranger");

    RemoteOutbox internal outbox;
    RemoteExecutor internal remote;
    TimelockController internal lock;
    AccessManager internal spokeManager;
    SpokeControl internal control;
    OracleRouter internal router;

    function setUp() public virtual override {
        vm.warp(START);
        super.setUp();
        outbox = RemoteOutbox(payable(_proxy(address(new RemoteOutbox()), _outboxInit())));
        string memory json = Roles.table();
        Roles.assign(manager, json, "RemoteOutbox", address(outbox));
        manager.grantRole(Roles.id(json, "SENDER"), address(outbox), 0);
        _deploySpoke(json);
        _handOver();
    }

    function _outboxInit() private view returns (bytes memory) {
        RemoteOutbox.Init memory init = RemoteOutbox.Init(HUB, address(hub.transport));
        return abi.encodeCall(RemoteOutbox.initialize, (address(manager), init));
    }

    function _deploySpoke(string memory json) private {
        address[] memory me = new address[](1);
        me[0] = address(this);
        address[] memory anyone = new address[](1);
        lock = new TimelockController(0, me, anyone, address(0));
        spokeManager = new AccessManager(address(this));
        bytes memory routerCall = abi.encodeCall(OracleRouter.initialize, (address(spokeManager)));
        router = OracleRouter(_proxy(address(new OracleRouter()), routerCall));
        Roles.assign(spokeManager, json, "OracleRouter", address(router));
        SpokeControl.Init memory init =
            SpokeControl.Init(SPOKE, HUB, address(router), address(spoke.transport), address(lock));
        bytes memory call = abi.encodeCall(SpokeControl.initialize, (address(spokeManager), init));
        control = SpokeControl(_proxy(address(new SpokeControl()), call));
        Roles.assign(spokeManager, json, "SpokeControl", address(control));
        Roles.grant(spokeManager, json, "HedgeTransport", address(spoke.transport));
        Roles.grant(spokeManager, json, "SpokeControl", address(control));
        Roles.grant(manager, json, "SpokeControl", address(control));
        spoke.transport.setHandler(Kind.CONFIG, address(control));
        spoke.transport.setHandler(Kind.HEARTBEAT, address(control));
        remote = new RemoteExecutor(executorInit());
        spoke.transport.setHandler(Kind.REMOTE, address(remote));
    }

    function executorInit() internal view returns (RemoteExecutor.Init memory init) {
        init.chain = SPOKE;
        init.hub = HUB;
        init.timelock = address(lock);
        init.transport = address(spoke.transport);
        init.spokeControl = address(control);
        (init.guardian, init.recovery) = (guardian, recovery);
        init.terms = IRemoteExecutor.Terms(APART, SILENCE, LONG_DELAY);
        init.targets = new address[](3);
        init.targets[0] = address(lock);
        init.targets[1] = address(control);
        init.targets[2] = address(spoke.transport);
    }

    /// @dev From here on nobody but the timelock administers the spoke, and nobody but the executor proposes to it.
    function _handOver() private {
        spokeManager.grantRole(0, address(lock), 0);
        spokeManager.renounceRole(0, address(this));
        manager.grantRole(0, address(lock), 0);
        (bytes32 proposer, bytes32 canceller) = (lock.PROPOSER_ROLE(), lock.CANCELLER_ROLE());
        bytes[] memory calls = new bytes[](6);
        calls[0] = abi.encodeCall(lock.grantRole, (proposer, address(remote)));
        calls[1] = abi.encodeCall(lock.grantRole, (canceller, address(remote)));
        calls[2] = abi.encodeCall(lock.revokeRole, (canceller, address(this)));
        calls[3] = abi.encodeCall(lock.revokeRole, (proposer, address(this)));
        calls[4] = abi.encodeCall(lock.grantRole, (proposer, address(control)));
        calls[5] = abi.encodeCall(lock.updateDelay, (DELAY));
        address[] memory targets = new address[](6);
        for (uint256 i; i < 6; i++) {
            targets[i] = address(lock);
        }
        lock.scheduleBatch(targets, new uint256[](6), calls, 0, 0, 0);
        lock.executeBatch(targets, new uint256[](6), calls, 0, 0);
    }

    function _proxy(address implementation, bytes memory call) private returns (address) {
        return address(new ERC1967Proxy(implementation, call));
    }

    function one(address target, bytes memory data) internal pure returns (RemoteCall[] memory calls) {
        calls = new RemoteCall[](1);
        calls[0] = RemoteCall(target, data);
    }

    /// @notice A vote has passed: the hub's timelock sends calls to the spoke.
    function send(RemoteCall[] memory calls) internal returns (RemoteBatch memory) {
        return send(calls, 0);
    }

    function send(RemoteCall[] memory calls, uint64 follows) internal returns (RemoteBatch memory) {
        uint64 number = outbox.send(SPOKE, calls, follows, LIFE);
        return RemoteBatch(SPOKE, number, follows, uint64(block.timestamp) + LIFE, calls);
    }

    /// @notice `families` families deliver what the outbox sent last.
    function carry(uint8 families) internal {
        for (uint8 f; f < families; f++) {
            attest(f, Kind.REMOTE, outbox.outgoing(SPOKE).epoch, abi.encode(outbox.outgoing(SPOKE).root));
        }
    }

    function schedule(RemoteBatch memory batch) internal returns (bytes32) {
        bytes32[] memory proof = outbox.proof(SPOKE, batch.number);
        vm.prank(stranger);
        return remote.schedule(batch, proof);
    }

    /// @notice Anyone executes a batch; `until` is what the executor wrote when it was scheduled.
    function execute(RemoteBatch memory batch, bytes32 leaf, bytes32 predecessor, uint256 until) internal {
        bytes memory first = abi.encodeCall(remote.begin, (batch.number, until));
        _execute(first, batch.calls, leaf, predecessor);
    }

    function executeRecovery(RemoteCall[] memory calls, bytes32 salt, uint256 since) internal {
        bytes memory first = abi.encodeCall(remote.beginRecovery, (since, since + LONG_DELAY + 7 days));
        _execute(first, calls, keccak256(abi.encode(calls, salt)), 0);
    }

    function _execute(bytes memory first, RemoteCall[] memory calls, bytes32 salt, bytes32 predecessor)
        private
    {
        address[] memory targets = new address[](calls.length + 1);
        bytes[] memory payloads = new bytes[](calls.length + 1);
        (targets[0], payloads[0]) = (address(remote), first);
        for (uint256 i; i < calls.length; i++) {
            (targets[i + 1], payloads[i + 1]) = (calls[i].target, calls[i].data);
        }
        vm.prank(stranger);
        lock.executeBatch(targets, new uint256[](targets.length), payloads, predecessor, salt);
    }

    /// @notice The whole way of a vote, from its message to its execution.
    function enact(RemoteCall[] memory calls) internal {
        RemoteBatch memory batch = send(calls);
        carry(2);
        schedule(batch);
        uint256 at = block.timestamp;
        vm.warp(at + DELAY);
        execute(batch, outbox.leafOf(SPOKE, batch.number), 0, at + DELAY + 7 days);
    }

    function beat(uint64 epoch) internal {
        bytes memory body = abi.encode(Heartbeat(epoch, uint64(block.timestamp + 1 hours), 0, 0, 0));
        attest(0, Kind.HEARTBEAT, epoch, body);
        attest(1, Kind.HEARTBEAT, epoch, body);
    }

    /// @notice A config as the hub sends it: one market, one venue.
    function config(uint64 version) internal pure returns (SpokeConfig memory c) {
        (c.chain, c.version, c.terms) = (SPOKE, version, Terms.spoke());
        c.markets = new MarketConfig[](1);
        MarketConfig memory m = c.markets[0];
        (m.market, m.lot) = (Terms.MARKET, Terms.LOT);
        (m.band, m.limits) = (Terms.band(), Terms.limits());
        (m.oracle, m.settlement) = (Terms.oracle(), Terms.settlement());
        m.venues = new VenueTerms[](1);
        m.venues[0] =
            VenueTerms(1, address(11), address(12), VenueKind.UNISWAP_V3, VenueStatus.ACTIVE, 100e18);
    }

    function confirm(SpokeConfig memory c) internal {
        attest(0, Kind.CONFIG, c.version, abi.encode(c));
        attest(1, Kind.CONFIG, c.version, abi.encode(c));
    }

    function setTarget(address target) internal view returns (RemoteCall[] memory) {
        return one(address(remote), abi.encodeCall(remote.setTarget, (target, true)));
    }

    receive() external payable {}
}
